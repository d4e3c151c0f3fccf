"""What a whole page is."""
import re

from lib.client import request

SUCCEEDED = re.compile(rb'^node_scrape_collector_success\{collector="([^"]+)"\} 1$', re.M)
# Enough for collectors that have nothing to show until a second time.
TO_SETTLE = 20


class Page:
    """All collectors that a server has while nobody harms it; its page is whole if none is missing."""

    def __init__(self, server):
        with server.connect() as connection:
            for _ in range(TO_SETTLE):
                status, body = connection.get(request())
        self.size = len(body)
        self._collectors = collectors(body)
        if status != 200 or not self._collectors:
            raise ConnectionError(f"{server.name} gives no page before anything is done to it: {status}")

    def missing(self, body):
        """The collectors that are not on a page, in one line; empty if it is whole."""
        if not body.endswith(b"\n"):
            return "its end"
        return ", ".join(sorted(name.decode() for name in self._collectors - collectors(body)))


def collectors(body):
    return set(SUCCEEDED.findall(body))
