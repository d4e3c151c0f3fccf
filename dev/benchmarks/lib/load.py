"""The client of the throughput measurement: one process, one thread, many kept connections.

It uses the same cores as the server, so it must need little of them: `ceiling` tells what it could take from a
server that only sends, and each load tells how much of a core it took.
"""
import multiprocessing
import selectors
import socket
import time
from dataclasses import dataclass

from lib.client import Connection

CONNECTIONS = 8


@dataclass(frozen=True)
class Load:
    per_second: float
    client_core: float


def put(port, asked, seconds, connections=CONNECTIONS):
    """Asks on all connections, on each anew as soon as the answer is there; in a process of its own."""
    return _in_process(_ask, port, asked, seconds, connections)


def ceiling(page_size, seconds=1):
    """The load that this client can put on a server that does nothing but send a page of this size."""
    listening = socket.create_server(("127.0.0.1", 0))
    page = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % page_size + b"x" * page_size
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(listening, page), daemon=True)
    server.start()
    try:
        return put(listening.getsockname()[1], b"GET / HTTP/1.1\r\n\r\n", seconds)
    finally:
        listening.close()
        server.terminate()
        server.join()


def _in_process(work, *arguments):
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=lambda: sender.send(work(*arguments)), daemon=True)
    process.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:
        raise ConnectionError("the client of the load failed; see above")
    finally:
        process.join()


def _ask(port, asked, seconds, connections):
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            connection = Connection(port)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(asked)
        answers, begin, cpu = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - begin < seconds:
            for key, _ in selector.select(60):
                if key.data.read():
                    if key.data.status() != 200:
                        raise ConnectionError(f"{key.data.status()}: {key.data.body()[:200]}")
                    answers += 1
                    key.data.send(asked)
        took = time.perf_counter() - begin
        return Load(answers / took, (time.process_time() - cpu) / took)


def _serve(listening, page):
    """Sends a page for whatever comes, a request in one piece, until the client goes."""
    with selectors.DefaultSelector() as selector:
        selector.register(listening, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is listening:
                    client, _ = listening.accept()
                    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    selector.register(client, selectors.EVENT_READ)
                elif not _answer(key.fileobj, page):
                    return


def _answer(client, page):
    try:
        if not client.recv(1 << 16):
            return False
        client.sendall(page)
        return True
    except ConnectionError:
        return False
