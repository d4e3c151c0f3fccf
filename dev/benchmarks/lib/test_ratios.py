"""python3 -m unittest, in dev/benchmarks/"""
import os
import tempfile
import unittest

from lib import report
from lib.figures import FIGURES, NODE_EXPORTER, NOTHING, Figure, Goal, Result
from lib.measure_growth import per_plugin
from lib.ratios import Comparison, Ratios

RATIO = Figure("a ratio", "ms", NODE_EXPORTER, Goal(0.25))
RATE = Figure("a rate", "1/s", NODE_EXPORTER, Goal(6), more_is_better=True)
ABSOLUTE = Figure("a time", "ms", NOTHING, Goal(30))
NOISY = Figure("idle", "% of core", NOTHING, Goal(0.3), noise=0.05)
MACHINE = {"cores": 2, "java": "17.0.1"}


def kept(key, result, java="17"):
    ratios = Ratios({})
    ratios.record({key: result}, java, MACHINE, "2026-01-01")
    return ratios


class Values(unittest.TestCase):
    def test_is_the_ratio_or_the_figure_itself(self):
        self.assertEqual(Result(RATIO, 2, 8).value, 0.25)
        self.assertEqual(Result(ABSOLUTE, 28).value, 28)

    def test_reaches_a_goal_from_the_right_side(self):
        self.assertTrue(RATIO.reaches(0.25, "17"))
        self.assertFalse(RATIO.reaches(0.26, "17"))
        self.assertTrue(RATE.reaches(6.5, "17"))
        self.assertFalse(RATE.reaches(5.9, "17"))
        self.assertIsNone(FIGURES["start"].reaches(9, "17"))

    def test_goal_may_depend_on_java(self):
        figure = Figure("a ratio", "ms", NODE_EXPORTER, Goal(0.2, {"25": 0.1}))
        self.assertTrue(figure.reaches(0.19, "17"))
        self.assertFalse(figure.reaches(0.19, "25"))

    def test_goals_are_those_that_were_agreed_on(self):
        bounds = {"start.karaf": 0.2, "restart": 0.6, "memory": 92, "idle": 0.3, "scrape.all.cpu": 0.25,
                  "scrape.gzip.latency": 0.25, "scrape.eleven.cpu": 0.28, "scrape.eleven.latency": 0.28,
                  "throughput.all": 6}
        for java in ("17", "25"):
            self.assertEqual({key: FIGURES[key].goal.of(java) for key in bounds}, bounds)

    def test_cost_of_a_plugin_is_without_the_base(self):
        costs = {10: {"cpu": 5.0}, 100: {"cpu": 5.0 + 90 * 0.1}, 400: {"cpu": 5.0 + 390 * 0.2}}
        self.assertAlmostEqual(per_plugin(costs, "cpu", 100), 0.1)
        self.assertAlmostEqual(per_plugin(costs, "cpu", 400), 0.2)


class Comparing(unittest.TestCase):
    def compared(self, figure, before, now):
        return kept("x", before(figure)).compare("x", now(figure), "17")

    def test_a_fifth_worse_is_slower_and_a_little_less_is_not(self):
        for now, slower in ((2.4, True), (2.39, False), (1.0, False)):
            comparison = self.compared(RATIO, lambda f: Result(f, 2, 1), lambda f: Result(f, now, 1))
            self.assertEqual(comparison.slower, slower, now)

    def test_of_a_rate_less_is_worse(self):
        self.assertTrue(self.compared(RATE, lambda f: Result(f, 6, 1), lambda f: Result(f, 5, 1)).slower)
        self.assertFalse(self.compared(RATE, lambda f: Result(f, 6, 1), lambda f: Result(f, 9, 1)).slower)

    def test_the_machine_may_be_slower_if_the_reference_is_too(self):
        comparison = self.compared(RATIO, lambda f: Result(f, 2, 8), lambda f: Result(f, 4, 16))
        self.assertEqual(comparison.worse, 1)

    def test_noise_is_not_worse(self):
        self.assertFalse(self.compared(NOISY, lambda f: Result(f, 0.04), lambda f: Result(f, 0.08)).slower)
        self.assertTrue(self.compared(NOISY, lambda f: Result(f, 0.1), lambda f: Result(f, 0.2)).slower)

    def test_nothing_is_compared_with_another_java_or_what_is_not_kept(self):
        ratios = kept("x", Result(RATIO, 2, 1))
        self.assertIsNone(ratios.compare("x", Result(RATIO, 9, 1), "25"))
        self.assertIsNone(ratios.compare("y", Result(RATIO, 9, 1), "17"))


class Keeping(unittest.TestCase):
    def test_outlives_the_file_and_keeps_what_was_not_measured_again(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "ratios.json")
            kept("x", Result(RATIO, 2, 1)).save(file)
            ratios = Ratios.load(file)
            ratios.record({"y": Result(ABSOLUTE, 30)}, "17", MACHINE, "2026-01-02")
            ratios.save(file)
            ratios = Ratios.load(file)
            self.assertEqual(ratios.compare("x", Result(RATIO, 2, 1), "17").kept, 2)
            self.assertEqual(ratios.compare("y", Result(ABSOLUTE, 30), "17").kept, 30)

    def test_figures_of_another_machine_do_not_stay(self):
        ratios = kept("x", Result(RATIO, 2, 1))
        ratios.record({"y": Result(ABSOLUTE, 30)}, "17", {"cores": 4}, "2026-01-02")
        self.assertIsNone(ratios.compare("x", Result(RATIO, 2, 1), "17"))

    def test_without_a_file_nothing_is_kept(self):
        self.assertIsNone(Ratios.load("/no/such/file").compare("x", Result(RATIO, 2, 1), "17"))


class Reporting(unittest.TestCase):
    def test_marks_what_is_slower_in_line_and_table(self):
        results, comparisons = {"x": Result(RATIO, 3, 1)}, {"x": Comparison(2, 1.5)}
        self.assertIn("50 % SLOWER", report.line(results["x"], comparisons["x"], "17"))
        self.assertIn("| a ratio | 3 ms | 1 ms (node_exporter) | 3 | at most 0.25 | not reached | kept 2: 50 % SLOWER |",
                      report.table(results, comparisons, "17"))

    def test_an_absolute_figure_has_no_ratio(self):
        table = report.table({"x": Result(ABSOLUTE, 28)}, {"x": None}, "17")
        self.assertIn("| a time | 28 ms |  |  | at most 30 ms | reached |  |", table)


if __name__ == "__main__":
    unittest.main()
