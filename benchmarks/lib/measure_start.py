"""From exec to the first 200 with all plugins, as the JDK of JAVA_HOME does it.

Each program is started twice in a row, and the second start is timed: a processor that was idle for a second is slower
for a while, and what runs before is another for each of them.
"""
import importlib.util
import time

from lib.client import request

AT_LEAST = 9


def measure(bench, work):
    rounds = max(bench.options.rounds, AT_LEAST)
    karaf = _karaf()
    ours, theirs, karafs = [], [], []
    for _ in range(rounds):
        ours.append(_second(lambda: _to_first_page(bench.agent(work))))
        theirs.append(_second(lambda: _to_first_page(bench.node_exporter(work))))
        if karaf:
            try:
                karafs.append(_second(lambda: karaf.start_ms(work)))
            except OSError as e:
                print(f"Apache Karaf is left out: {e}")
                karaf = None
    bench.found("start", ours, theirs)
    if karaf:
        bench.found("start.karaf", ours, karafs)


def _second(start):
    start()
    return start()


def _karaf():
    if importlib.util.find_spec("karaf") is None:
        print("Apache Karaf is left out: there is no benchmarks/karaf.py, which would start it")
        return None
    import karaf
    return karaf


def _to_first_page(server):
    with server:
        server.await_ready()
        with server.connect() as connection:
            connection.exchange(request())
            return (time.perf_counter() - server.began) * 1e3
