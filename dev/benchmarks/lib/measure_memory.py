"""Memory in RAM when warm."""
from lib.client import request, warm_up

# node_exporter's is in seconds what it stays at.
FEWER = 10


def measure(bench, work):
    count = bench.options.memory_scrapes
    with bench.both(work) as (agent, exporter):
        ours, theirs = _rss(agent, count), _rss(exporter, count // FEWER)
    bench.found("memory", [ours])
    bench.found("memory.ratio", [ours], [theirs])


def _rss(server, scrapes):
    with server.connect() as connection:
        warm_up(connection, request(), scrapes, seconds=600)
    return server.rss()
