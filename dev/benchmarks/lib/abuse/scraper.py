"""A well-behaved client beside the others: one scrape every half second, and all is noted."""
import math
import threading
import time

from lib.client import Connection, request

EVERY = 0.5
TIMEOUT = 10


class Scraper(threading.Thread):
    """Scrapes on a new connection and on a kept one, in turn, from `with` to its end."""

    def __init__(self, server, page):
        super().__init__(daemon=True)
        self._server, self._page = server, page
        self._kept, self._over = None, threading.Event()
        self.took, self.failures = [], []

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self.join()
        self._drop()

    def run(self):
        begin = time.perf_counter()
        while not self._over.is_set():
            self._scrape(keep=len(self.took) % 2 == 1, since=begin)
            # A slow one does not make those after it come at once.
            pause = EVERY - (time.perf_counter() - begin) % EVERY
            self._over.wait(pause)

    def _scrape(self, keep, since):
        begin = time.perf_counter()
        failure = self._try(keep)
        took = time.perf_counter() - begin
        self.took.append(took)
        if failure:
            self.failures.append(f"{failure} (at {begin - since:.0f} s, after {took:.1f} s)")

    def _try(self, keep):
        """What went wrong; empty if nothing."""
        connection = None
        try:
            connection = self._kept if keep and self._kept else Connection(self._server.port, TIMEOUT)
            status, body = connection.get(request())
            if status != 200:
                return f"status {status}"
            if keep:
                self._kept, connection = (None, connection) if connection.closes() else (connection, None)
            missing = self._page.missing(body)
            return "not on the page: " + missing if missing else ""
        except OSError as e:
            self._drop()
            return f"{type(e).__name__}: {e}"
        finally:
            if connection and connection is not self._kept:
                connection.socket.close()

    def _drop(self):
        if self._kept:
            self._kept.socket.close()
            self._kept = None

    def text(self):
        return (f"{len(self.took)} scrapes, {len(self.failures)} failed, p99 {percentile(self.took, 99):.3f} s, "
                f"max {max(self.took):.3f} s")

    def checks(self, most=None):
        """What must hold of them, as Measured takes it."""
        first = self.failures[0] if self.failures else ""
        yield not self.failures, f"{len(self.failures)} of {len(self.took)} scrapes failed, the first: {first}"
        if most:
            found = percentile(self.took, 99)
            yield found <= most, f"p99 is {found:.2f} s"


def percentile(values, of):
    """The smallest value that so many per cent of all do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * of / 100) - 1)]
