"""Latency and CPU time of one scrape on one kept connection, when warm."""
import statistics
import time

from lib.client import only, request, warm_up
from lib.collectors import ELEVEN

KINDS = {"all": request(), "gzip": request(gzip=True), "eleven": only(ELEVEN)}
# So few of the one, then of the other, that what else the machine does meets both.
AT_ONCE = 20


class Scrapes:
    """Scrapes of one server, taken bit by bit; nobody else may ask it meanwhile."""

    def __init__(self, server, connection, asked):
        self._server, self._connection, self._asked = server, connection, asked
        self._latencies, self._cpu = [], 0.0

    def __len__(self):
        return len(self._latencies)

    def take(self, count):
        before = self._server.cpu()
        for _ in range(count):
            begin = time.perf_counter()
            self._connection.exchange(self._asked)
            self._latencies.append(time.perf_counter() - begin)
        # What it does while another is asked is not for these.
        self._cpu += self._server.cpu() - before

    def costs(self):
        """The median latency and the mean CPU time, in ms."""
        return {"latency": statistics.median(self._latencies) * 1e3, "cpu": self._cpu / len(self) * 1e3}


def measure(bench, work):
    rounds = [_round(bench, work) for _ in range(bench.options.rounds)]
    for kind in KINDS:
        for what in ("latency", "cpu"):
            bench.found(f"scrape.{kind}.{what}", *zip(*([costs[what] for costs in each[kind]] for each in rounds)))


def _round(bench, work):
    """For each kind the costs of the agent and of node_exporter."""
    with bench.both(work) as servers:
        connections = [server.connect() for server in servers]
        for server, connection in zip(servers, connections):
            bench.warm(server, connection)
        return {kind: _in_turn(bench, servers, connections, asked) for kind, asked in KINDS.items()}


def _in_turn(bench, servers, connections, asked):
    for connection in connections:
        # Most of the way is warm already.
        warm_up(connection, asked, bench.options.warm_up // 10)
    both = [Scrapes(server, connection, asked) for server, connection in zip(servers, connections)]
    while len(both[0]) < bench.options.requests:
        for scrapes in both:
            scrapes.take(AT_ONCE)
    return [scrapes.costs() for scrapes in both]
