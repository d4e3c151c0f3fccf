"""Readers that never read, on the page and on an endless stream."""
import time
from contextlib import ExitStack

from lib.abuse import stream
from lib.abuse.crowd import Crowd
from lib.abuse.page import Page
from lib.abuse.rows import Measured, Row
from lib.abuse.scraper import Scraper
from lib.client import Connection, request, warm_up
from lib.servers import Failed

READERS, P99, GROWTH, LEFT, BACK = 200, 1, 40, 10, 60
WARM_UP = 2000
# A stream that gives so much to who reads is one.
ENDLESS = 1 << 20


def rows(setting, work):
    kinds = [("unread", "/metrics"), ("stream", stream.PATH)]
    must = (f"while clients ask and never read for {setting.seconds} s ({READERS} on the page and {READERS} on an endless "
            f"stream), every scrape answers 200 with the whole page, p99 at most {P99} s; the agent's memory grows by at "
            f"most {GROWTH} MB and is within {LEFT} MB of what it was {BACK} s after they have gone")
    with setting.agent(work, [stream.write(setting.distribution, work)]) as agent:
        _check_endless(agent, stream.PATH)
        ours = _measure(agent, kinds, setting.seconds, WARM_UP)
    with setting.node_exporter(work) as exporter:
        yield Row("unread", must, ours, _measure(exporter, kinds[:1], setting.seconds, WARM_UP // 10))


def _measure(server, kinds, seconds, scrapes):
    page = Page(server)
    with server.connect() as connection:
        warm_up(connection, request(), scrapes)
    before = server.rss()
    with Scraper(server, page) as scraper:
        with ExitStack() as ends:
            crowds = [ends.enter_context(Crowd(server, READERS, kind, path)) for kind, path in kinds]
            most = _highest(server, seconds)
        after, took = _back(server, before + LEFT)
    told = "; ".join(crowd.text() for crowd in crowds)
    return Measured.of(f"{scraper.text()}; memory {before:.0f} MB, at most {most:.0f}, {after:.0f} {took:.0f} s after; {told}",
                       *scraper.checks(P99),
                       (most - before <= GROWTH, f"memory grew by {most - before:.0f} MB"),
                       (after - before <= LEFT, f"{after - before:.0f} MB more than before are left"))


def _highest(server, seconds):
    most, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        most = max(most, server.rss())
        time.sleep(0.1)
    return most


def _back(server, enough):
    """The memory when it is back, or when the time is up; and after how long."""
    begin = time.monotonic()
    while server.rss() > enough and time.monotonic() < begin + BACK:
        time.sleep(0.25)
    return server.rss(), time.monotonic() - begin


def _check_endless(server, path):
    """Fails unless it gives whoever reads more than any page."""
    with Connection(server.port, timeout=10) as connection:
        connection.socket.sendall(request(path))
        head, length = b"", 0
        while length < ENDLESS:
            try:
                piece = connection.socket.recv(1 << 16)
            except TimeoutError:
                piece = b""
            if not piece:
                raise Failed(f"{path} is no endless stream: it ended or paused after {length} bytes: {head[:100]!r}")
            head, length = head or piece, length + len(piece)
        if not head.startswith(b"HTTP/1.1 200 "):
            raise Failed(f"{path} is no endless stream, but {head[:100]!r}")
