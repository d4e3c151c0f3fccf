"""Requests a second on eight connections."""
import statistics

from lib import load
from lib.client import only
from lib.collectors import ELEVEN

KINDS = {"all": [], "eleven": ELEVEN}


def measure(bench, work):
    for kind, collectors in KINDS.items():
        rounds = [_round(bench, work, only(collectors)) for _ in range(bench.options.rounds)]
        agents, exporters = zip(*(loads for loads, _ in rounds))
        bench.found(f"throughput.{kind}", *([each.per_second for each in loads] for loads in (agents, exporters)))
        _tell_of_the_client(max(size for _, size in rounds), max(each.client_core for each in agents))


def _round(bench, work, asked):
    """The loads that the agent and node_exporter took, and the larger page's size."""
    with bench.both(work) as servers:
        sizes = []
        for server in servers:
            with server.connect() as connection:
                bench.warm(server, connection, asked)
                sizes.append(len(connection.get(asked)[1]))
            load.put(server.port, asked, 1)
        # A second of the one, then of the other, so that what else the machine does meets both.
        taken = [[load.put(server.port, asked, 1) for server in servers] for _ in range(bench.options.seconds)]
    return [_mean(loads) for loads in zip(*taken)], max(sizes)


def _mean(loads):
    return load.Load(statistics.mean(each.per_second for each in loads), statistics.mean(each.client_core for each in loads))


def _tell_of_the_client(size, core):
    most = load.ceiling(size).per_second
    print(f"  the client took {core * 100:.0f} % of a core beside the agent; from a server that only sends such a page "
          f"({size / 1e3:.0f} kB) it gets {most:.0f}/s", flush=True)
