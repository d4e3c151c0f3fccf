"""What a plugin costs among 10, 100 and 400: each has 100 series under names of its own, and nothing else runs."""
import os
import random
import re
import statistics
import time
from contextlib import ExitStack

from lib.benchmark import folder
from lib.client import only, request, warm_up
from lib.deployment import Watcher
from lib.measure_scrape import Scrapes
from lib.plugins import FAMILIES, SERIES, Plugins
from lib.report import shown
from lib.servers import Failed

COUNTS = (10, 100, 400)
TO_START = 300
# At most so long for warming each up, and for measuring all in turn.
WARM_SECONDS, SECONDS = 5, 20
AT_ONCE = 4
RELOADS = 9
UNITS = {"latency": "ms", "cpu": "ms", "memory": "kB"}


class Grown:
    """An agent with so many plugins, ready and warm."""

    def __init__(self, bench, work, plugins, count, stack):
        self._plugins, self._deploy = plugins, folder(work, "deploy")
        names = [f"grown{number:03}" for number in range(count)]
        for name in names:
            plugins.jar(name, 1, self._deploy)
        # Not started at once with the others, so that they need not share the cores.
        self.server = stack.enter_context(bench.agent(work))
        self.server.await_ready(TO_START)
        self.ready = time.perf_counter() - self.server.began
        self._connection = stack.enter_context(self.server.connect())
        self._check(count)
        warm_up(self._connection, request(), bench.options.warm_up, WARM_SECONDS)
        self.scrapes = Scrapes(self.server, self._connection, request())
        self._to_reload = iter(random.Random(4).sample(names, RELOADS))
        self._reloads = []

    def _check(self, count):
        status, page = self._connection.get(request())
        series, wanted = page.count(b"\ngrown"), count * FAMILIES * SERIES
        if status != 200 or series != wanted:
            warnings = re.findall(".*(?:WARNING|SEVERE).*", self.server.text())
            raise Failed(f"{count} plugins give {series} series, not {wanted}, and status {status}; the agent gives "
                         f"{len(warnings)} warnings, of which the last is: {warnings[-1:]}")

    def reload(self):
        """Gives another plugin a new version. Only that one is asked for: the page is not what is measured here."""
        name = next(self._to_reload)
        jar, target = self._plugins.jar(name, 2), os.path.join(self._deploy, name + ".jar")
        watcher = Watcher(self._connection, only([name]))
        self._reloads.append(watcher.until(lambda: os.rename(jar, target), name, 2))

    def costs(self, memory):
        return self.scrapes.costs() | {"memory": memory, "reload": statistics.median(self._reloads)}


def measure(bench, work):
    plugins = Plugins(bench.options.agent, folder(work, "in"))
    rounds = [_round(bench, folder(work, str(number)), plugins) for number in range(bench.options.rounds)]
    for kind in UNITS:
        at100, at400 = ([per_plugin(each, kind, count) for each in rounds] for count in COUNTS[1:])
        bench.found(f"growth.{kind}", at400, at100)
    bench.found("growth.reload", *([each[count]["reload"] for each in rounds] for count in (COUNTS[2], COUNTS[0])))


def per_plugin(costs, kind, count):
    """What each plugin costs, without what the agent costs with the least number of them."""
    least = COUNTS[0]
    return (costs[count][kind] - costs[least][kind]) / (count - least)


def _round(bench, work, plugins):
    """The costs by number of plugins; scrapes and reloads in turn, so that what else the machine does meets all."""
    with ExitStack() as stack:
        all_grown = {count: Grown(bench, folder(work, str(count)), plugins, count, stack) for count in COUNTS}
        end = time.perf_counter() + SECONDS
        while len(all_grown[COUNTS[0]].scrapes) < bench.options.requests and time.perf_counter() < end:
            for grown in all_grown.values():
                grown.scrapes.take(AT_ONCE)
        memory = {count: grown.server.rss() * 1024 for count, grown in all_grown.items()}
        for _ in range(RELOADS):
            for grown in all_grown.values():
                grown.reload()
        costs = {count: grown.costs(memory[count]) for count, grown in all_grown.items()}
        for count, grown in all_grown.items():
            _print(count, grown, costs[count])
        return costs


def _print(count, grown, costs):
    parts = [f"{kind} {shown(costs[kind])} {unit} ({shown(costs[kind] / count)} a plugin)" for kind, unit in UNITS.items()]
    print(f"  {count:3} plugins: ready after {grown.ready:.1f} s; {', '.join(parts)}; reload {shown(costs['reload'])} ms; "
          f"{len(grown.scrapes)} scrapes", flush=True)
