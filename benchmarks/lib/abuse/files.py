"""Few files may be open, many are wanted: by many links, and by a plugin that keeps all it gets."""
import json
import os
import time

from lib import jars
from lib.abuse.network import in_namespace
from lib.abuse.page import Page
from lib.abuse.rows import Measured, Row
from lib.benchmark import folder
from lib.client import Connection, request

FILES, LINKS, PAGES, IN_TIME, GONE, AS_BEFORE, CLOSE_TO = 1024, 500, 5, 5, 30, 60, 20
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
    must = f"with at most {FILES} open files and {LINKS} links, pages and /-/healthy answer 200 within {IN_TIME} s"
    ours, theirs = in_namespace(LINKS, FILES, lambda: _links(setting, work))
    yield Row("files, links", must, ours, theirs)
    must = (f"the same beside a plugin that opens files until none is left; after its JAR is deleted it is gone within "
            f"{GONE} s, and within {AS_BEFORE} s page and files are as before")
    yield Row("files, links and plugin", must, in_namespace(LINKS, FILES, lambda: _plugin(setting, work)))


def _links(setting, work):
    with setting.agent(work) as agent:
        ours = _measured(agent, *_ask(agent, "/metrics", "/-/healthy"))
    with setting.node_exporter(work) as exporter:
        return ours, _measured(exporter, *_ask(exporter, "/metrics"))


def _plugin(setting, work):
    jar = _jar(setting, folder(work, "hoarder"))
    with setting.agent(work) as agent:
        page, before = Page(agent), agent.descriptors()
        target = os.path.join(agent.deploy, "hoarder.jar")
        os.rename(jar, target)
        told = _hoarding(agent)
        during = _ask(agent, "/metrics", "/-/healthy")
        text = _measured(agent, *during)
        os.remove(target)
        gone = _until(GONE, lambda: _is_gone(agent))
        back = _until(AS_BEFORE, lambda: _is_as_before(agent, page, before))
        return Measured.of(
            f"{told}; {text.text}; plugin {_after(gone, 'gone')}, all {_after(back, 'as before')}: "
            f"{before} files, then {agent.descriptors()}",
            (not text.wrong, "; ".join(text.wrong)),
            (gone is not None, f"the plugin is still there {GONE} s after its JAR was deleted"),
            (back is not None, f"not as before: {_difference(agent, page, before)}"))


def _after(seconds, what):
    return f"never {what}" if seconds is None else f"{what} after {seconds:.1f} s"


def _jar(setting, where):
    path = os.path.join(where, "hoarder.jar")
    jars.write(path, "org.example.hoarder", "1.0.0", NAME, jars.compiled(setting.distribution, where, NAME, SOURCE))
    return path


def _hoarding(server):
    """Waits until the plugin keeps files, and says how many; nobody may be able to ask."""
    asked = request("/metrics?collect%5B%5D=hoarder")

    def keeps():
        status, body = _get(server, asked)
        return status == 200 and body.find(b"\n" + SERIES.encode() + b" ") >= 0 or server.descriptors() >= FILES - 20
    took = _until(GONE, keeps)
    return f"{server.descriptors()} files open with the plugin" if took is not None else "the plugin never ran"


def _ask(server, *paths):
    """How long each answer took, and which were not given in time."""
    took, wrong = [], []
    for path in paths * PAGES:
        begin = time.perf_counter()
        status, body = _get(server, request(path))
        took.append(time.perf_counter() - begin)
        if status != 200 or took[-1] > IN_TIME:
            wrong.append(f"{path}: {status or body} after {took[-1]:.1f} s")
    return took, wrong


def _measured(server, took, wrong):
    return Measured.of(f"{len(took) - len(wrong)} of {len(took)} answered, the slowest in {max(took):.2f} s, "
                       f"{server.descriptors()} files open", (not wrong, f"{len(wrong)} not answered, the first {wrong[:1]}"))


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
    return f"{files} files open, not {before}" if abs(files - before) > CLOSE_TO else ""


def _until(seconds, holds):
    """After how long something holds; None if it does not in time."""
    begin = time.monotonic()
    while not holds():
        if time.monotonic() - begin > seconds:
            return None
        time.sleep(0.25)
    return time.monotonic() - begin
