"""Changes in the watched folder, and how long it takes until a page shows them."""
import random
import time

from lib.client import value
from lib.plugins import version_series
from lib.servers import Failed

LIMIT = 30


class Watcher:
    """Asks without a pause for a page on one connection, and so competes with the agent for the machine's cores."""

    def __init__(self, connection, asked):
        self._connection, self._asked = connection, asked
        self._random = random.Random(4)

    def until(self, change, name, version):
        """Milliseconds from a change until the page has this version of a plugin; None: until it has none."""
        # At no particular moment between two periodic looks, and when all that came before is over.
        time.sleep(0.15 + 0.3 * self._random.random())
        begin = time.perf_counter()
        change()
        while True:
            status, page = self._connection.get(self._asked)
            # Who asks for a collector that is not there gets 400.
            seen = value(page, version_series(name)) if status == 200 else None
            took = time.perf_counter() - begin
            if seen == version:
                return took * 1e3
            if took > LIMIT:
                raise Failed(f"{name}: version {version} is not seen after {LIMIT} s, but {seen}")
