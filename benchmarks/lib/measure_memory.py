"""Memory in RAM when warm."""
from lib.client import request, warm_up

# node_exporter's is in seconds what it stays at.
FEWER = 10


def measure(bench, work):
    def rss(server):
        count = bench.options.memory_scrapes
        with server.connect() as connection:
            warm_up(connection, request(), count if server.name == "agent" else count // FEWER, seconds=600)
        return server.rss()

    taken = bench.in_turn(rss, 1, work)
    bench.found("memory", taken["agent"])
    bench.found("memory.ratio", taken["agent"], taken["node_exporter"])
