"""Requests a second on eight connections."""
from lib import load
from lib.client import only
from lib.collectors import ELEVEN

KINDS = {"all": [], "eleven": ELEVEN}


def measure(bench, work):
    for kind, collectors in KINDS.items():
        asked, sizes, clients = only(collectors), [], []

        def requests(server):
            with server.connect() as connection:
                bench.warm(server, connection, asked)
                sizes.append(len(connection.get(asked)[1]))
            load.put(server.port, asked, 1)
            result = load.put(server.port, asked, bench.options.seconds)
            clients.append(result.client_core if server.name == "agent" else 0)
            return result.per_second

        taken = bench.in_turn(requests, bench.options.rounds, work)
        bench.found(f"throughput.{kind}", taken["agent"], taken["node_exporter"])
        most = load.ceiling(max(sizes)).per_second
        print(f"  the client takes {max(clients) * 100:.0f} % of a core meanwhile; from a server that only sends such a "
              f"page ({max(sizes) / 1e3:.0f} kB) it gets {most:.0f}/s", flush=True)
