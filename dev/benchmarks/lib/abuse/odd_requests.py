"""Malformed, huge and odd requests, and what may be answered to each."""
from dataclasses import dataclass

ANY = frozenset(list(range(200, 300)) + list(range(301, 309)) + list(range(400, 500)) + [501, 505])
OK = frozenset([200])
BAD = frozenset([400])
# Refused, and not taken for something that it is not.
REFUSED = frozenset(range(400, 500)) | {501, 505}


@dataclass(frozen=True)
class Odd:
    """`may` are the statuses that are right; to close the connection is, too, unless it must be answered."""
    name: str
    sent: bytes
    may: frozenset = ANY
    answers: int = 1
    must_answer: bool = False
    # Words that an answer's header must have.
    header: bytes = b""
    # What else an answer may begin with, in another protocol.
    other: bytes = b""


def get(path, *lines, method="GET", version="HTTP/1.1", body=b""):
    """A request whose parts may be whatever a test wants."""
    head = [f"{method} {path} {version}", "Host: localhost", "Connection: close", *lines]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def raw(text, end="\r\n\r\n"):
    return (text + end).encode("latin-1")


def _right(name, sent, **more):
    return Odd(name, sent, OK, must_answer=True, **more)


def _query():
    """What a query has is the parameter's business."""
    for character in "|{}\"^`\\<>[]":
        yield _right(f"{character} in the query", get(f"/metrics?a=b{character}c"))
    yield Odd("% alone in the query", get("/metrics?a=%"))
    yield Odd("%zz in the query", get("/metrics?a=%zz"))
    yield Odd("%00 in the query", get("/metrics?collect%5B%5D=%00"))
    yield Odd("bytes that are not UTF-8 in the query", get("/metrics?a=\xff\xfe"))
    yield Odd("encoded bytes that are not UTF-8", get("/metrics?collect%5B%5D=%ff%fe"))
    yield Odd("a name that is not there", get("/metrics?collect%5B%5D=nosuch"))
    yield _right("empty parameters", get("/metrics?&&=&a&=b&"))
    yield Odd("10,000 parameters", get("/metrics?" + "&".join(["collect%5B%5D=cpu"] * 10000)))
    yield Odd("a query of 1 MB", get("/metrics?a=" + "b" * (1 << 20)))


def _paths():
    for path in ("//metrics", "/metrics/", "/./metrics", "/../metrics", "/x/../metrics", "/%2e%2e/etc/passwd",
                 "/../../../../etc/passwd", "/metrics%00", "/%", "/%zz", "/metrics;a=b", "/METRICS", "/%6detrics",
                 "/|", "/{x}", "/<script>alert(1)</script>", "/\xff", "/metrics#part", "metrics", "*",
                 "http://localhost/metrics", "http://example.org/metrics", "http://", "localhost:80", "/" + "a/" * 5000,
                 "/" + "a" * 100000):
        yield Odd(f"path {path[:40]}", get(path))


def _methods():
    yield Odd("HEAD", get("/metrics", method="HEAD"), OK, must_answer=True)
    yield Odd("OPTIONS", get("/metrics", method="OPTIONS"), frozenset([200, 204]), must_answer=True, header=b"allow:")
    yield Odd("OPTIONS *", get("*", method="OPTIONS"))
    yield Odd("TRACE", get("/metrics", "X-Secret: mine", method="TRACE"), REFUSED)
    yield Odd("CONNECT", get("localhost:80", method="CONNECT"), REFUSED)
    for method in ("POST", "PUT", "DELETE", "PATCH", "PROPFIND", "get", "G", "A" * 10000, "GE\tT", "GE(T"):
        yield Odd(f"method {method[:10]}", get("/metrics", method=method), REFUSED)


def _versions():
    yield Odd("HTTP/0.9", b"GET /metrics\r\n")
    yield Odd("HTTP/1.0 without Host", raw("GET /metrics HTTP/1.0"), must_answer=True)
    yield _right("HTTP/1.0", raw("GET /metrics HTTP/1.0\r\nHost: localhost"))
    for version in ("HTTP/1.2", "HTTP/2.0", "HTTP/3", "HTTP/1.", "HTTP/", "HTTP/1.1.1", "HTTP/99999999999999999999.1",
                    "http/1.1", "FTP/1.1", "HTTP/-1.1"):
        yield Odd(f"version {version}", get("/metrics", version=version))
    yield Odd("preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", other=b"\0")
    yield Odd("upgrade to h2c", get("/metrics", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c",
                                   "HTTP2-Settings: AAMAAABkAAQAAP__"), frozenset([101, 200, 400]))
    yield Odd("upgrade to a web socket", get("/metrics", "Connection: Upgrade", "Upgrade: websocket",
                                            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="))
    # A TLS alert is an answer.
    yield Odd("hello of TLS", bytes.fromhex("16030100610100005d0303") + b"\x11" * 32 + bytes.fromhex("000002c02f01000032")
              + b"\0" * 50, other=b"\x15")


def _lines():
    yield Odd("nothing but an empty line", b"\r\n\r\n")
    yield Odd("an empty line before", b"\r\n" + get("/metrics"))
    yield Odd("lines that end with LF", b"GET /metrics HTTP/1.1\nHost: localhost\nConnection: close\n\n")
    yield Odd("lines that end with CR", b"GET /metrics HTTP/1.1\rHost: localhost\r\r")
    yield Odd("two blanks in the request line", raw("GET  /metrics  HTTP/1.1\r\nHost: localhost\r\nConnection: close"))
    yield Odd("a tab in the request line", raw("GET\t/metrics\tHTTP/1.1\r\nHost: localhost\r\nConnection: close"))
    yield Odd("a request line alone", raw("GET"))
    yield Odd("a request line of 1 MB", b"A" * (1 << 20))
    yield Odd("garbage", bytes(range(256)) * 4)
    yield Odd("zeros", b"\0" * 5000)
    yield Odd("cut in the request line", b"GET /met")
    yield Odd("cut in a header", b"GET /metrics HTTP/1.1\r\nHost: loc")


def _headers():
    yield Odd("no Host", raw("GET /metrics HTTP/1.1\r\nConnection: close"), REFUSED)
    yield Odd("two Hosts", get("/metrics", "Host: example.org"))
    for host in ("", "a b", "[::1", "localhost:99999", "localhost:x", "\xff", "user@localhost", "a" * 70000):
        yield Odd(f"Host {host[:20]}", raw(f"GET /metrics HTTP/1.1\r\nHost: {host}\r\nConnection: close"))
    yield Odd("a header without a colon", get("/metrics", "nonsense"))
    yield Odd("a header without a name", get("/metrics", ": value"))
    yield Odd("a blank before the colon", get("/metrics", "X-A : b"))
    yield Odd("a folded header", get("/metrics", "X-A: b", "  c"))
    yield Odd("a zero in a header", get("/metrics", "X-A: b\0c"))
    yield Odd("CR in a header", get("/metrics", "X-A: b\rX-B: c"))
    yield Odd("a header of 1 MB", get("/metrics", "X-A: " + "b" * (1 << 20)), REFUSED)
    yield Odd("10,000 headers", get("/metrics", *(f"X-{number}: a" for number in range(10000))), REFUSED)
    yield Odd("300 headers", get("/metrics", *(f"X-{number}: a" for number in range(300))))
    yield Odd("Range", get("/metrics", "Range: bytes=0-9"))
    yield Odd("many ranges", get("/metrics", "Range: bytes=" + ",".join(["0-"] * 1000)))
    yield Odd("If-None-Match *", get("/metrics", "If-None-Match: *"), ANY | {304})
    yield Odd("a date that is none", get("/metrics", "If-Modified-Since: yesterday"), OK)
    yield Odd("Accept that is none", get("/metrics", "Accept: ;;q=;,,/;q=9"))
    yield Odd("Accept-Encoding that is none", get("/metrics", "Accept-Encoding: gzip;q=nan,\xff,;;"))
    yield Odd("Authorization that is none", get("/metrics", "Authorization: Basic \xff%%%"))
    for seconds in ("-1", "NaN", "1e308", "0", "abc", "1" * 500):
        yield Odd(f"time limit {seconds[:5]}", get("/metrics", "X-Prometheus-Scrape-Timeout-Seconds: " + seconds), ANY)


def _bodies():
    chunked = "Transfer-Encoding: chunked"
    yield Odd("a body with GET", get("/metrics", "Content-Length: 5", body=b"hello"))
    yield Odd("a chunked body with GET", get("/metrics", chunked, body=b"5\r\nhello\r\n0\r\n\r\n"))
    for length in ("-1", "+5", "5x", "0x5", "9" * 30, "", "5, 5", "5, 6", "1e1"):
        yield Odd(f"Content-Length {length[:10]}", get("/metrics", "Content-Length: " + length, body=b"hello"))
    yield Odd("two lengths", get("/metrics", "Content-Length: 5", "Content-Length: 6", body=b"hello!"), BAD)
    # Whatever it is taken for: one answer, so that what follows is no second request.
    yield Odd("length and chunks", get("/metrics", "Content-Length: 4", chunked,
                                      body=b"0\r\n\r\nGET /plugins HTTP/1.1\r\nHost: localhost\r\n\r\n"))
    yield Odd("chunks of an unknown coding", get("/metrics", "Transfer-Encoding: xchunked", body=b"0\r\n\r\n"), REFUSED)
    yield Odd("chunks twice", get("/metrics", chunked, chunked, body=b"0\r\n\r\n"))
    for size in ("zz", "-1", "ffffffffffffffffff", "5;" + "a" * 100000, ""):
        yield Odd(f"a chunk of size {size[:10]}", get("/metrics", chunked, body=size.encode() + b"\r\nhello\r\n0\r\n\r\n"))
    yield Odd("a length and no body", get("/plugins/reload", "Content-Length: 10000000000", method="PUT"))
    yield Odd("a body of 4 MB", get("/plugins/reload", f"Content-Length: {4 << 20}", method="PUT", body=b"x" * (4 << 20)))
    yield Odd("Expect: 100-continue", get("/metrics", "Expect: 100-continue", "Content-Length: 5"))
    yield Odd("Expect something else", get("/metrics", "Expect: miracles"))


def _pipelines():
    one = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
    yield Odd("five at once", one * 4 + get("/metrics"), OK, answers=5, must_answer=True)
    yield Odd("one and garbage", one + b"\xff\0garbage\r\n\r\n", answers=2)
    yield Odd("500 unknown pages at once", b"GET /no HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500, answers=500)


def all_kinds():
    for kinds in (_query, _paths, _methods, _versions, _lines, _headers, _bodies, _pipelines):
        yield from kinds()


VALID = [get("/metrics"), get("/metrics?collect%5B%5D=cpu&collect%5B%5D=time", "Accept-Encoding: gzip"),
         get("/plugins", "Accept: application/json"), get("/metrics", "Range: bytes=0-9", "If-None-Match: \"a\""),
         get("/plugins/reload", "Content-Length: 5", "Origin: http://localhost", method="PUT", body=b"hello"),
         get("/metrics", "Transfer-Encoding: chunked", body=b"5\r\nhello\r\n0\r\n\r\n")]
PIECES = [b"\r\n", b"\n", b"\r", b"\0", b" ", b":", b"%", b"\xff", b"HTTP/1.1", b"Host: ", b"Content-Length: 7\r\n",
          b"Transfer-Encoding: chunked\r\n", b"9" * 40, b"A" * 9000, b"../", b"?", b"#"]


def mutations(chance, count):
    """Valid requests with some changes each; the same again for the same seed."""
    for number in range(count):
        sent = bytearray(chance.choice(VALID))
        for _ in range(chance.randint(1, 4)):
            _change(chance, sent)
        yield Odd(f"mutation {number}: {bytes(sent[:60])!r}", bytes(sent), ANY | {101, 304}, answers=count)


def _change(chance, sent):
    at, length = chance.randrange(len(sent) + 1), chance.randint(1, 12)
    kind = chance.randrange(5)
    if kind == 0:
        del sent[at:at + length]
    elif kind == 1:
        sent[at:at + 1] = bytes([chance.randrange(256)])
    elif kind == 2:
        sent[at:at] = chance.choice(PIECES)
    elif kind == 3:
        sent[at:at] = sent[at:at + length * 5]
    else:
        sent[at:at] = chance.randbytes(length)
