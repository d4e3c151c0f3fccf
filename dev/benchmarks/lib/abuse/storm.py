"""More scrapes at once than a server can take, by wrk."""
import re
import subprocess
from dataclasses import dataclass

from lib.abuse.page import Page
from lib.abuse.rows import Measured, Row
from lib.abuse.scraper import Scraper
from lib.client import request, warm_up
from lib.servers import Failed

CONNECTIONS, SECONDS, MEMORY = 512, 10, 130
# wrk tells of no body; a page varies by little, and some are under way at the end.
WHOLE = 0.9
# An agent runs for weeks.
WARM_UP = 500


@dataclass(frozen=True)
class Told:
    """What wrk reports."""
    requests: int
    megabytes: float
    errors: str

    def size(self):
        return self.megabytes * 1e6 / self.requests if self.requests else 0


def rows(setting, work):
    must = (f"wrk with {CONNECTIONS} connections reports 0 errors of any kind in {_seconds(setting)} s, pages are whole, "
            f"and the agent's memory afterwards is at most {MEMORY} MB")
    yield Row("storm", must, *setting.both(work, lambda server: _measure(server, _seconds(setting))))


def _seconds(setting):
    return min(SECONDS, setting.seconds)


def _measure(server, seconds):
    page = Page(server)
    with server.connect() as connection:
        warm_up(connection, request(), WARM_UP, seconds=15)
    with Scraper(server, page) as scraper:
        told = report(_wrk(server, seconds))
    memory = server.rss()
    return Measured.of(
        f"{told.requests / seconds:.0f} requests a second, {told.errors or 'no'} errors, {told.size() / 1e3:.0f} kB each; "
        f"memory {memory:.0f} MB; beside it {scraper.text()}",
        (told.requests > 0, "wrk got no answer"),
        (not told.errors, f"wrk's errors: {told.errors}"),
        (told.size() >= WHOLE * page.size, f"{told.size():.0f} bytes an answer, of {page.size}"),
        (memory <= MEMORY, f"{memory:.0f} MB in memory"), *scraper.checks())


def _wrk(server, seconds):
    try:
        done = subprocess.run(["wrk", f"-c{CONNECTIONS}", "-t2", f"-d{seconds}s", f"http://127.0.0.1:{server.port}/metrics"],
                              capture_output=True, text=True, timeout=seconds + 60)
    except FileNotFoundError:
        raise Failed("wrk is not there: apt-get install wrk")
    if done.returncode:
        raise Failed(f"wrk failed: {done.stderr}")
    return done.stdout


def report(text):
    """Reads wrk's report; what is not in it did not happen."""
    found = re.search(r"(\d+) requests in \S+, ([\d.]+)([KMG]?)B read", text)
    if not found:
        raise Failed(f"wrk told something else than expected: {text}")
    errors = [f"{name} {count}" for name, count in re.findall(r"(connect|read|write|timeout) (\d+)", text) if count != "0"]
    errors += [f"not 2xx or 3xx: {count}" for count in re.findall(r"Non-2xx or 3xx responses: (\d+)", text)]
    size = float(found.group(2)) * {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}[found.group(3)]
    return Told(int(found.group(1)), size / 1e6, ", ".join(errors))
