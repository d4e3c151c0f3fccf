"""Malformed, huge and odd requests: what is answered, and that nothing stays."""
import random
import re
import socket
import time

from lib.abuse.odd_requests import all_kinds, mutations
from lib.abuse.page import Page
from lib.abuse.rows import Measured, Row
from lib.client import Connection, request

MUTATIONS = 100
# Sent in vain, with nothing answered and nothing closed.
PATIENCE, QUIET, UNASKED = 8, 0.25, 0.5
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
TRACE = re.compile(rb"Exception|\bat (?:org|java|jakarta|javax|com|jdk)\.|<script>alert")
VERSION = re.compile(rb"(?im)^server:[^\r\n]*\d")
CLOSE_TO, TO_SETTLE, TO_REST = 5, 30, 8


def rows(setting, work):
    odds = [*all_kinds(), *mutations(random.Random(setting.seed), MUTATIONS)]
    must = (f"to each of {len(odds)} malformed, huge and odd requests a sane answer or none, no stack trace, no version "
            f"of the server; after each it is healthy, and in the end files and threads are as before, +-{CLOSE_TO}")
    with setting.agent(work) as agent:
        ours = _measure(agent, odds, "/-/healthy")
    with setting.node_exporter(work) as exporter:
        yield Row("odd", must, ours, _measure(exporter, odds, "/"))


def _measure(server, odds, healthy):
    page = Page(server)
    # Threads that had to do at the start end when they have had nothing to do for a while.
    time.sleep(TO_REST)
    before = _kept(server)
    wrong = []
    for odd in odds:
        objection = judge(odd, *_answer(server, odd)) or _unwell(server, healthy)
        if objection:
            wrong.append(f"{odd.name}: {objection}")
    after = _settled(server, before)
    with server.connect() as connection:
        missing = page.missing(connection.get(request())[1])
    return Measured.of(f"{len(odds) - len(wrong)} of {len(odds)} right; {_told(before)}, then {_told(after)}",
                       *((False, words) for words in wrong), (not missing, f"not on the page afterwards: {missing}"),
                       (_as_before(before, after), f"afterwards {_told(after)}, not {_told(before)}"))


def judge(odd, data, closed):
    """What is wrong with an answer; empty if nothing."""
    statuses = [int(status) for status in STATUS.findall(data) if status != b"100"]
    if odd.other and data.startswith(odd.other):
        return ""
    if not data:
        if odd.must_answer:
            return "no answer"
        return "" if closed else "neither answered nor closed"
    if not STATUS.match(data):
        return f"answered {data[:40]!r}"
    strange = [status for status in statuses if status not in odd.may]
    if strange:
        return f"status {strange[0]}"
    if len(statuses) > odd.answers or odd.must_answer and len(statuses) < odd.answers:
        return f"{len(statuses)} answers"
    if odd.header not in data.split(b"\r\n\r\n")[0].lower():
        return f"no {odd.header.decode()} in the answer"
    if VERSION.search(data):
        return "the server's version is told"
    # A page of metrics may have such words, in what it tells of a file system or a network.
    return "a trace of the server's insides is told" if statuses[0] != 200 and TRACE.search(data) else ""


def _answer(server, odd):
    """All that comes back, and whether the connection was closed."""
    data = bytearray()
    # Those that must be answered ask for the connection's end, so all of it is awaited.
    quiet = PATIENCE if odd.must_answer else QUIET
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
            try:
                connection.sendall(odd.sent)
            except OSError:
                # Whoever has read enough need not read all.
                pass
            # What is cut never ends otherwise.
            closed = _take(connection, data, UNASKED, quiet)
            if not closed and not data:
                connection.shutdown(socket.SHUT_WR)
                closed = _take(connection, data, PATIENCE, quiet)
            return bytes(data), closed
    except OSError:
        return bytes(data), True


def _take(connection, data, patience, quiet):
    """Reads until nothing comes for a while; whether the other side has closed."""
    connection.settimeout(patience)
    try:
        while True:
            piece = connection.recv(1 << 16)
            if not piece:
                return True
            data += piece
            connection.settimeout(quiet)
    except TimeoutError:
        return False


def _unwell(server, path):
    try:
        with Connection(server.port, timeout=PATIENCE) as connection:
            status, _ = connection.get(request(path))
            return "" if status == 200 else f"afterwards {path} answers {status}"
    except OSError as e:
        return f"afterwards {path} fails: {e}"


def _kept(server):
    return server.descriptors(), server.threads()


def _as_before(before, after):
    return all(abs(one - other) <= CLOSE_TO for one, other in zip(before, after))


def _settled(server, before):
    deadline = time.monotonic() + TO_SETTLE
    while not _as_before(before, _kept(server)) and time.monotonic() < deadline:
        time.sleep(0.25)
    return _kept(server)


def _told(kept):
    return "{} files and {} threads".format(*kept)
