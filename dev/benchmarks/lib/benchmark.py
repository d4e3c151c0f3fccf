"""One run: what is measured, how often, and what came of it."""
import os
import statistics
from contextlib import contextmanager

from lib import report, servers
from lib.figures import FIGURES, Result
from lib.client import request, warm_up


class Benchmark:
    def __init__(self, options, java, kept):
        self.options, self.java, self.kept = options, java, kept
        self.results, self.comparisons = {}, {}

    def agent(self, work):
        return servers.agent(self.options.agent, work, self.options.setting)

    def node_exporter(self, work):
        return servers.node_exporter(work)

    @contextmanager
    def both(self, work):
        """The agent and node_exporter, ready, side by side; whoever is not asked does next to nothing."""
        with self.agent(work) as agent, self.node_exporter(work) as exporter:
            agent.await_ready()
            yield agent, exporter

    def warm(self, server, connection, asked=request()):
        """Asks until the server is as it will be after hours; a Go program is so from the start."""
        ours = server.name == "agent"
        warm_up(connection, asked, self.options.warm_up if ours else self.options.warm_up_reference)

    def found(self, key, ours, theirs=None):
        """Notes and prints a figure: the medians of what was taken of the agent, and of what it is held against."""
        result = Result(FIGURES[key], statistics.median(ours), statistics.median(theirs) if theirs else None)
        self.results[key] = result
        self.comparisons[key] = self.kept.compare(key, result, self.java)
        print(report.line(result, self.comparisons[key], self.java), flush=True)

    def slower(self):
        """The figures that are too much worse than the kept ones."""
        return [key for key, comparison in self.comparisons.items() if comparison and comparison.slower]


def folder(work, name):
    path = os.path.join(work, name)
    os.makedirs(path)
    return path
