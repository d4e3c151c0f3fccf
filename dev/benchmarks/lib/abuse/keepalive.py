"""Idle connections that are used again."""
import random
import time
from contextlib import ExitStack

from lib.abuse.limits import allow_many_files
from lib.abuse.rows import Measured, Row
from lib.client import Connection, request

CONNECTIONS, AGAIN = 1000, 600
# As long as they idle; longer than a scraper's interval is nothing that every server puts up with.
IDLE = 10


def rows(setting, work):
    allow_many_files(CONNECTIONS + 100)
    must = (f"of {CONNECTIONS} idle connections, a request done on each, {AGAIN} are used again: answered, or closed "
            "with Connection: close said before; no read error")
    yield Row("keepalive", must, *setting.both(work, lambda server: _measure(server, setting)))


def _measure(server, setting):
    with ExitStack() as ends:
        connections, errors = [], []
        for _ in range(CONNECTIONS):
            try:
                connection = ends.enter_context(Connection(server.port, timeout=15))
                connection.exchange(request())
                connections.append(connection)
            except OSError as e:
                errors.append(f"at the first use: {e}")
        time.sleep(min(IDLE, setting.seconds))
        answered = said = 0
        # All of them if some were lost already.
        for connection in random.Random(setting.seed).sample(connections, min(AGAIN, len(connections))):
            if connection.closes():
                said += 1
                continue
            try:
                connection.exchange(request())
                answered += 1
            except OSError as e:
                errors.append(f"at the second use: {e}")
    first = errors[0] if errors else ""
    return Measured.of(f"{answered} answered, {said} closed as said, {len(errors)} errors",
                       (not errors, f"{len(errors)} errors, the first {first}"),
                       (answered + said == AGAIN or errors, f"only {answered + said} of {AGAIN} were tried"))
