"""Many connections of one kind, kept up by a process of its own: python3 -m lib.abuse.crowd PORT COUNT KIND PATH

None ever reads. What the server closes comes back within a second. It ends when its input does, so nothing is left
if whoever started it goes, however that happens.
"""
import errno
import json
import os
import select
import socket
import subprocess
import sys
import time
from itertools import chain, cycle

from lib.abuse.limits import allow_many_files
from lib.servers import Failed

BENCHMARKS = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TO_CONNECT = 15
# Of requests a second and connection, should a server take them all.
AT_MOST = 1 << 20
CLOSED = select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR


class Crowd:
    """The process, as its starter sees it."""

    def __init__(self, server, count, kind, path="/metrics"):
        self._what = f"{count} {kind} connections"
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-m", "lib.abuse.crowd", str(server.port), str(count), kind, path],
            cwd=BENCHMARKS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            # A signal from the terminal is not for it: it ends with its starter.
            start_new_session=True)
        self.closed = self.up = 0

    def __enter__(self):
        # All were tried once; the server may not have let all in.
        if not self._process.stdout.readline():
            self._end()
            raise Failed(f"{self._what} cannot be made; see above")
        return self

    def __exit__(self, *_):
        self._end()

    def _end(self):
        try:
            told, _ = self._process.communicate("", timeout=30)
        finally:
            self._process.kill()
            self._process.wait()
        if told.strip():
            found = json.loads(told)
            self.closed, self.up = found["closed"], found["up"]

    def text(self):
        return f"{self._what}: {self.up} up at the end, {self.closed} closed by the server"


def dribble():
    """A request that never ends, byte by byte."""
    start = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n"
    return (bytes([byte]) for byte in chain(start, cycle(b"X-Filler: 0123456789\r\n")))


class One:
    """One connection, and what is still to be sent on it each second."""

    def __init__(self, kind, asked):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        # Gone at once when closed, so that no ports are used up.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        if kind in ("unread", "stream"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.connected = False
        self._each_second = {"silent": self._nothing, "dribble": self._byte, "unread": self._pipeline,
                             "stream": self._pipeline}[kind]
        self._bytes = dribble() if kind == "dribble" else None
        self._asked, self._most = asked, AT_MOST if kind == "unread" else 0
        self._unsent = asked if kind == "stream" else b""

    def connect(self, port):
        error = self.socket.connect_ex(("127.0.0.1", port))
        if error not in (0, errno.EINPROGRESS):
            raise OSError(error, os.strerror(error))

    def each_second(self):
        """Whether it is still there."""
        try:
            self._each_second()
        except BlockingIOError:
            pass
        except OSError:
            return False
        return True

    def _nothing(self):
        pass

    def _byte(self):
        self.socket.send(next(self._bytes))

    def _pipeline(self):
        """As many requests as the socket takes, none in part for longer than that takes."""
        sent = 0
        while self._unsent or sent < self._most:
            self._unsent = self._unsent or self._asked * 20
            count = self.socket.send(self._unsent)
            self._unsent = self._unsent[count:]
            sent += count


class Kept:
    """All connections of the crowd."""

    def __init__(self, port, count, kind, path):
        self._port, self._count, self._kind = port, count, kind
        self._asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        self._epoll, self._all = select.epoll(), {}
        self.closed = 0

    def up(self):
        return sum(one.connected for one in self._all.values())

    def fill(self):
        """Tries once for each that is missing; no more at once than a server's queue takes."""
        missing = self._count - len(self._all)
        for begun in range(missing):
            self._begin()
            if begun % 100 == 99:
                self.follow(0.01)

    def _begin(self):
        one = One(self._kind, self._asked)
        try:
            one.connect(self._port)
        except OSError:
            one.socket.close()
            self.closed += 1
            return
        self._all[one.socket.fileno()] = one
        self._epoll.register(one.socket, select.EPOLLOUT | CLOSED)

    def follow(self, seconds):
        """Takes note of who got in and who was thrown out."""
        for number, events in self._epoll.poll(seconds):
            one = self._all[number]
            if events & CLOSED:
                self._drop(number)
            elif not one.connected:
                one.connected = True
                self._epoll.modify(number, CLOSED)
                if not one.each_second():
                    self._drop(number)

    def each_second(self):
        for number, one in list(self._all.items()):
            if one.connected and not one.each_second():
                self._drop(number)

    def _drop(self, number):
        self._epoll.unregister(number)
        self._all.pop(number).socket.close()
        self.closed += 1


def main(port, count, kind, path):
    allow_many_files(int(count) + 50)
    kept = Kept(int(port), int(count), kind, path)
    deadline = time.monotonic() + TO_CONNECT
    kept.fill()
    while kept.up() < int(count) and time.monotonic() < deadline and kept.closed == 0:
        kept.follow(0.1)
    print("there", flush=True)
    tick = time.monotonic()
    while not select.select([sys.stdin], [], [], 0)[0]:
        tick += 1
        kept.fill()
        kept.each_second()
        while time.monotonic() < tick:
            kept.follow(0.1)
    print(json.dumps({"closed": kept.closed, "up": kept.up()}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
