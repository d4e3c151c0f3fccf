"""Starts of the programs, timed, as the JDK of JAVA_HOME does them.

Each program is started twice in a row, and the second start is timed: a processor that was idle for a second is slower
for a while, and what runs before is another for each of them.
"""
import importlib.util
import subprocess
import time

from lib.client import request

AT_LEAST = 9


def rounds(bench):
    return max(bench.options.rounds, AT_LEAST)


def second(start):
    start()
    return start()


def to_first_page(server):
    """Milliseconds from exec to the first 200 with all plugins; the server is ended."""
    with server:
        server.await_ready()
        with server.connect() as connection:
            connection.exchange(request())
            return (time.perf_counter() - server.began) * 1e3


def karaf(work):
    """The module that starts Apache Karaf, once tried; None if it cannot, which is said."""
    if importlib.util.find_spec("karaf") is None:
        print("Apache Karaf is left out: there is no dev/benchmarks/karaf.py, which would start it")
        return None
    import karaf
    try:
        karaf.start_ms(work)
    except (OSError, subprocess.SubprocessError) as e:
        print(f"Apache Karaf is left out: {e}")
        return None
    return karaf
