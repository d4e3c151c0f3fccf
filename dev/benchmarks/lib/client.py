"""An HTTP client that does as little as can be done, so that what is measured is the server."""
import socket
import time

PAGE = "/metrics"
CHUNKED_END = b"\r\n0\r\n\r\n"


class Connection:
    """One kept connection. A request and its whole answer, one after the other."""

    def __init__(self, port, timeout=60):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray(1 << 18)
        self._length = 0
        self._end = None  # Where the answer ends, once its header is there; 0 if only its last chunk tells.

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, request):
        self._length, self._end = 0, None
        self.socket.sendall(request)

    def read(self):
        """Takes what has come; whether the answer is whole now."""
        if self._length == len(self._buffer):
            self._buffer.extend(bytes(len(self._buffer)))
        count = self.socket.recv_into(memoryview(self._buffer)[self._length:])
        if count == 0:
            raise ConnectionError("the server closed the connection")
        self._length += count
        if self._end is None:
            self._find_end()
        if self._end == 0:
            return self._buffer.endswith(CHUNKED_END, 0, self._length)
        return self._end is not None and self._length >= self._end

    def _find_end(self):
        header = self._buffer.find(b"\r\n\r\n", 0, self._length)
        if header < 0:
            return
        lines = bytes(self._buffer[:header]).lower().split(b"\r\n")
        if b"transfer-encoding: chunked" in lines:
            self._end = 0
            return
        length = [line for line in lines if line.startswith(b"content-length:")]
        if not length:
            raise ConnectionError(f"an answer without a length: {lines}")
        self._end = header + 4 + int(length[0].split(b":")[1])

    def status(self):
        return int(self._buffer[9:12])

    def exchange(self, request):
        """Sends, and returns when the answer is there, which has to be 200."""
        self.send(request)
        while not self.read():
            pass
        if self.status() != 200:
            raise ConnectionError(f"{self.status()}: {self.body()[:200]}")

    def get(self, request):
        """Status and body."""
        self.send(request)
        while not self.read():
            pass
        return self.status(), self.body()

    def closes(self):
        """Whether the answer says that the server closes the connection."""
        header = bytes(self._buffer[:self._buffer.find(b"\r\n\r\n")]).lower()
        return b"connection: close" in header.split(b"\r\n")

    def body(self):
        start = self._buffer.find(b"\r\n\r\n") + 4
        if self._end:
            return bytes(self._buffer[start:self._end])
        body = bytearray()
        while True:
            line = self._buffer.find(b"\r\n", start)
            size = int(self._buffer[start:line].split(b";")[0], 16)
            if size == 0:
                return bytes(body)
            body += self._buffer[line + 2:line + 2 + size]
            start = line + 2 + size + 2


def request(path=PAGE, gzip=False):
    encoding = "Accept-Encoding: gzip\r\n" if gzip else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{encoding}\r\n".encode()


def only(collectors):
    """The request for the page of some collectors; of all if the list is empty."""
    query = "&".join("collect%5B%5D=" + name for name in collectors)
    return request(PAGE + "?" + query if query else PAGE)


def value(page, series):
    """A series' value on a page; None if it is not there."""
    start = page.find(b"\n" + series.encode() + b" ")
    if start < 0:
        return None
    return float(page[start:].split(b"\n", 2)[1].rsplit(b" ", 1)[1])


def warm_up(connection, asked, times, seconds=60):
    """Asks so many times, or for so long if that is shorter."""
    end = time.perf_counter() + seconds
    for _ in range(times):
        connection.exchange(asked)
        if time.perf_counter() > end:
            return
