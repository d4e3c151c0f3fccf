"""python3 -m unittest, in dev/benchmarks/"""
import random
import unittest
from itertools import islice

from lib.abuse.crowd import dribble
from lib.abuse.odd import judge
from lib.abuse.odd_requests import OK, Odd, all_kinds, get, mutations
from lib.abuse.page import collectors
from lib.abuse.rows import Measured, Row, failure, line, table
from lib.abuse.scraper import percentile
from lib.abuse.storm import report
from lib.servers import Failed

QUIET = """\
Running 10s test @ http://127.0.0.1:8000/metrics
  2 threads and 512 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   316.40ms   11.34ms  1.37s    79.13%
    Req/Sec   656.15    287.02     1.12k    60.00%
  15000 requests in 10.05s, 1.20GB read
Requests/sec:   1492.54
"""
BUSY = QUIET + "  Socket errors: connect 0, read 559, write 0, timeout 12\n  Non-2xx or 3xx responses: 40\n"


class Judging(unittest.TestCase):
    def test_holds_if_all_checks_do(self):
        self.assertEqual(Measured.of("text", (True, "a"), (1, "b")).wrong, ())
        self.assertEqual(Measured.of("text", (True, "a"), (False, "b"), (0, "c")).wrong, ("b", "c"))

    def test_only_the_agent_is_judged(self):
        good, bad = Measured("good"), Measured("bad", ("slow",))
        self.assertTrue(Row("a", "must", good, bad).held)
        self.assertFalse(Row("a", "must", bad, good).held)
        self.assertFalse(failure("a", "no\nwrk").held)

    def test_table_has_some_of_what_is_wrong_and_the_line_all(self):
        row = Row("a", "x | y", Measured("text", tuple(f"w{number}" for number in range(6))), Measured("other"))
        self.assertIn("| a | x \\| y | text | other | FAILED: w0; w1; w2; w3; and 2 more |", table([row]))
        self.assertIn("w5", line(row))

    def test_percentile_is_a_value_that_was_there(self):
        self.assertEqual(percentile(list(range(1, 101)), 99), 99)
        self.assertEqual(percentile([3, 1, 2], 99), 3)
        self.assertEqual(percentile([5], 99), 5)


class Reading(unittest.TestCase):
    def test_report_of_wrk(self):
        told = report(QUIET)
        self.assertEqual((told.requests, told.errors), (15000, ""))
        self.assertAlmostEqual(told.size(), 1.2 * (1 << 30) / 15000, delta=1)
        self.assertEqual(report(BUSY).errors, "read 559, timeout 12, not 2xx or 3xx: 40")
        with self.assertRaises(Failed):
            report("unable to connect")

    def test_collectors_of_a_page_are_those_that_succeeded(self):
        page = b'node_scrape_collector_success{collector="cpu"} 1\nnode_scrape_collector_success{collector="os"} 0\n'
        self.assertEqual(collectors(page), {b"cpu"})

    def test_a_dribbled_request_never_ends(self):
        sent = b"".join(islice(dribble(), 2000))
        self.assertTrue(sent.startswith(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Filler: "))
        self.assertNotIn(b"\r\n\r\n", sent)


class Answers(unittest.TestCase):
    ONE = b"HTTP/1.1 200 OK\r\nAllow: GET\r\n\r\nbody"
    PLAIN, STRICT = Odd("any", b""), Odd("strict", b"", OK, must_answer=True)

    def wrong(self, odd, data, closed=True):
        return judge(odd, data, closed)

    def test_sane_ones_are_right(self):
        for data in (self.ONE, b"", b"HTTP/1.0 400 Bad\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 414 x\r\n\r\n"):
            self.assertEqual(self.wrong(self.PLAIN, data), "", data)
        self.assertEqual(self.wrong(self.STRICT, self.ONE), "")
        self.assertEqual(self.wrong(Odd("tls", b"", other=b"\x15"), b"\x15\3\1"), "")
        self.assertEqual(self.wrong(Odd("options", b"", header=b"allow:"), self.ONE), "")

    def test_others_are_not(self):
        for odd, data, closed in (
                (self.PLAIN, b"HTTP/1.1 500 x\r\n\r\n", True), (self.PLAIN, b"", False), (self.STRICT, b"", True),
                (self.PLAIN, b"body", True), (self.STRICT, b"HTTP/1.1 400 x\r\n\r\n", True), (self.PLAIN, self.ONE * 2, True),
                (Odd("options", b"", header=b"vary:"), self.ONE, True),
                (self.PLAIN, b"HTTP/1.1 404 x\r\nServer: Web/12.0\r\n\r\n", True),
                (self.PLAIN, b"HTTP/1.1 400 x\r\n\r\njava.lang.IllegalArgumentException: no", True),
                (self.PLAIN, b"HTTP/1.1 400 x\r\n\r\n\tat org.example.Some.call(Some.java:1)", True)):
            self.assertNotEqual(self.wrong(odd, data, closed), "", data)

    def test_a_page_may_have_any_words(self):
        self.assertEqual(self.wrong(self.PLAIN, self.ONE + b' fs{mountpoint="/Exception"} 1'), "")


class Requests(unittest.TestCase):
    def test_are_many_and_each_has_a_name_of_its_own(self):
        names = [odd.name for odd in all_kinds()]
        self.assertGreater(len(names), 70)
        self.assertEqual(len(set(names)), len(names))

    def test_are_put_together_as_asked(self):
        self.assertEqual(get("/a|b", "X: y", method="PUT", body=b"z"),
                         b"PUT /a|b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: y\r\n\r\nz")

    def test_mutations_are_the_same_for_a_seed_and_others_for_another(self):
        first, again, other = ([odd.sent for odd in mutations(random.Random(seed), 50)] for seed in (1, 1, 2))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)


if __name__ == "__main__":
    unittest.main()
