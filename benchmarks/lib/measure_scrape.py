"""Latency and CPU time of one scrape on one kept connection, when warm."""
import statistics
import time

from lib.client import only, request, warm_up
from lib.collectors import ELEVEN

KINDS = {"all": request(), "gzip": request(gzip=True), "eleven": only(ELEVEN)}


def measure(bench, work):
    taken = bench.in_turn(lambda server: _scrapes(bench, server), bench.options.rounds, work)
    for kind in KINDS:
        for what in ("latency", "cpu"):
            bench.found(f"scrape.{kind}.{what}", *([round_[kind][what] for round_ in taken[name]]
                                                   for name in ("agent", "node_exporter")))


def _scrapes(bench, server):
    with server.connect() as connection:
        bench.warm(server, connection)
        found = {}
        for kind, asked in KINDS.items():
            # Most of the way is warm already.
            warm_up(connection, asked, bench.options.warm_up // 10)
            found[kind] = times(server, connection, asked, bench.options.requests)
        return found


def times(server, connection, asked, count, seconds=60):
    """The median latency and the mean CPU time of so many scrapes, in ms; of fewer if they take too long."""
    latencies, before, end = [], server.cpu(), time.perf_counter() + seconds
    while len(latencies) < count and time.perf_counter() < end:
        begin = time.perf_counter()
        connection.exchange(asked)
        latencies.append(time.perf_counter() - begin)
    return {"latency": statistics.median(latencies) * 1e3, "cpu": (server.cpu() - before) / len(latencies) * 1e3}
