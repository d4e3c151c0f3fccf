"""CPU time while nobody asks."""
import time

SETTLE = 5


def measure(bench, work):
    with bench.agent(work) as server:
        server.await_ready()
        time.sleep(SETTLE)
        before, begin = server.cpu(), time.perf_counter()
        time.sleep(bench.options.idle)
        bench.found("idle", [(server.cpu() - before) / (time.perf_counter() - begin) * 100])
