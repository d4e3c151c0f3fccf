"""Few files may be open, many are wanted: by many links, and by a plugin that keeps all it gets."""
import json
import os
import time

from lib import jars
from lib.abuse.network import in_namespace
from lib.abuse.page import Page
from lib.abuse.rows import Measured, Row, failure
from lib.benchmark import folder
from lib.client import Connection, request, value
from lib.servers import Failed

FILES, LINKS, PAGES, IN_TIME, GONE, AS_BEFORE, CLOSE_TO = 1024, 500, 20, 5, 30, 60, 20
# So many unanswered in a row of questions are enough.
ENOUGH = 3
NAME = "org.example.hoarder.Hoarder"
SERIES = "hoarder_files"
SOURCE = """\
package org.example.hoarder;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;

/** Opens files until there are none left, at each call, and closes none. */
public final class Hoarder implements MetricPlugin {
  private final List<FileInputStream> kept = new ArrayList<>();

  @Override
  public String name() {
    return "hoarder";
  }

  @Override
  public String description() {
    return "Keeps all files that it can open.";
  }

  @Override
  public List<MetricFamily> collect() {
    try {
      while (kept.size() < 100_000) {
        kept.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // None is left, which is what it wants.
    }
    return List.of(MetricFamily.gauge("hoarder_files", "Files that it keeps.").sample(kept.size()).build());
  }
}
"""


def rows(setting, work):
    must = f"with at most {FILES} open files and {LINKS} links, pages and /-/healthy answer 200 within {IN_TIME} s, and all links are on a page"
    yield _row("files, links", must, lambda: _links(setting, work))
    must = (f"the same answer in time beside a plugin that opens files until none is left; after its JAR is deleted it is gone within "
            f"{GONE} s, and within {AS_BEFORE} s page and files are as before")
    yield _row("files, links and plugin", must, lambda: (_plugin(setting, work),))


def _row(case, must, measure):
    try:
        return Row(case, must, *in_namespace(LINKS, FILES, measure))
    except Failed as e:
        return failure(case, e, must)


def _links(setting, work):
    with setting.agent(work) as agent:
        ours = _with_links(agent, "/metrics", "/-/healthy")
    with setting.node_exporter(work) as exporter:
        return ours, _with_links(exporter, "/metrics")


def _with_links(server, *paths):
    measured = _measured(server, *_ask(server, *paths))
    status, body = _get(server, request())
    shown = body.count(b'\nnode_network_up{device="ab') if status == 200 else 0
    return Measured.of(f"{measured.text}, {shown} links on the page", *((False, words) for words in measured.wrong),
                       (shown == LINKS, f"{shown} of {LINKS} links on the page"))


def _plugin(setting, work):
    jar = _jar(setting, folder(work, "hoarder"))
    with setting.agent(work) as agent:
        page, before = Page(agent), agent.descriptors()
        target = os.path.join(agent.deploy, "hoarder.jar")
        os.rename(jar, target)
        hoarded = _hoarded(agent)
        during = _measured(agent, *_ask(agent, "/metrics", "/-/healthy"))
        os.remove(target)
        gone = _until(GONE, lambda: _is_gone(agent))
        back = _until(AS_BEFORE, lambda: _is_as_before(agent, page, before))
        return Measured.of(
            f"the plugin keeps {hoarded:.0f} files; {during.text}; plugin {_after(gone, 'gone')}, all {_after(back, 'as before')}: "
            f"{before} files, then {agent.descriptors()}",
            (hoarded > 0, "the plugin was never seen on a page"), *((False, words) for words in during.wrong),
            (gone is not None, f"the plugin is still there {GONE} s after its JAR was deleted"),
            (back is not None, f"not as before: {_difference(agent, page, before)}"))


def _after(seconds, what):
    return f"never {what}" if seconds is None else f"{what} after {seconds:.1f} s"


def _jar(setting, where):
    path = os.path.join(where, "hoarder.jar")
    jars.write(path, "org.example.hoarder", "1.0.0", NAME, jars.compiled(setting.distribution, where, NAME, SOURCE))
    return path


def _hoarded(server):
    """How many files the plugin says that it keeps; 0 if no page shows it."""
    told = []

    def keeps():
        status, body = _get(server, request("/metrics?collect%5B%5D=hoarder"))
        told.append(value(body, SERIES) or 0 if status == 200 else 0)
        return told[-1] > 0
    _until(GONE, keeps)
    return told[-1]


def _ask(server, *paths):
    """How long each answer took, and which were not given in time."""
    took, wrong = [], []
    for path in paths * PAGES:
        if len(wrong) == ENOUGH:
            break
        begin = time.perf_counter()
        status, body = _get(server, request(path))
        took.append(time.perf_counter() - begin)
        if status != 200 or took[-1] > IN_TIME:
            wrong.append(f"{path}: {status or body} after {took[-1]:.1f} s")
    return took, wrong


def _measured(server, took, wrong):
    return Measured.of(f"{len(took) - len(wrong)} of {len(took)} answered, the slowest in {max(took):.2f} s, "
                       f"{server.descriptors()} files open", (not wrong, f"{len(wrong)} not answered, the first {''.join(wrong[:1])}"))


def _get(server, asked):
    """Status and body, or 0 and what went wrong."""
    try:
        with Connection(server.port, timeout=IN_TIME + 1) as connection:
            return connection.get(asked)
    except OSError as e:
        return 0, str(e)


def _is_gone(server):
    status, body = _get(server, b"GET /plugins HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n")
    return status == 200 and all(file["name"] != "hoarder.jar" for file in json.loads(body)["files"])


def _is_as_before(server, page, before):
    return not _difference(server, page, before)


def _difference(server, page, before):
    status, body = _get(server, request())
    if status != 200:
        return f"the page answers {status or body}"
    missing, files = page.missing(body), server.descriptors()
    if missing:
        return "not on the page: " + missing
    return f"{files} files open, not {before}" if files > before + CLOSE_TO else ""


def _until(seconds, holds):
    """After how long something holds; None if it does not in time."""
    begin = time.monotonic()
    while not holds():
        if time.monotonic() - begin > seconds:
            return None
        time.sleep(0.25)
    return time.monotonic() - begin
