"""What a plugin costs among 10, 100 and 400: each has 100 series under names of its own, and nothing else runs."""
import os
import random
import re
import statistics
import time

from lib.benchmark import folder
from lib.client import only, request, warm_up
from lib.deployment import Watcher
from lib.measure_scrape import Scrapes
from lib.plugins import FAMILIES, SERIES, Plugins
from lib.report import shown
from lib.servers import Failed

COUNTS = (10, 100, 400)
TO_START = 300
SECONDS = 5
RELOADS = 9
KINDS = {"latency": "ms", "cpu": "ms", "memory": "kB", "reload": "ms"}


def measure(bench, work):
    plugins = Plugins(bench.options.agent, folder(work, "in"))
    rounds = [{count: _grown(bench, folder(work, f"{number}-{count}"), plugins, count) for count in COUNTS}
              for number in range(bench.options.rounds)]
    for kind in ("latency", "cpu", "memory"):
        at100, at400 = ([per_plugin(each, kind, count) for each in rounds] for count in COUNTS[1:])
        bench.found(f"growth.{kind}", at400, at100)
    bench.found("growth.reload", *([each[count]["reload"] for each in rounds] for count in (COUNTS[2], COUNTS[0])))


def per_plugin(costs, kind, count):
    """What each plugin costs, without what the agent costs with the least number of them."""
    least = COUNTS[0]
    return (costs[count][kind] - costs[least][kind]) / (count - least)


def _grown(bench, work, plugins, count):
    names = [f"grown{number:03}" for number in range(count)]
    deploy = folder(work, "deploy")
    for name in names:
        plugins.jar(name, 1, deploy)
    with bench.agent(work) as server:
        server.await_ready(TO_START)
        ready = time.perf_counter() - server.began
        with server.connect() as connection:
            _check(server, connection.get(request()), count)
            warm_up(connection, request(), bench.options.warm_up, SECONDS)
            costs = _scrapes(server, connection, bench.options.requests).costs()
            costs["memory"] = server.rss() * 1024
            costs["reload"] = statistics.median(_reloads(connection, plugins, deploy, names))
    _print(count, ready, costs)
    return costs


def _print(count, ready, costs):
    parts = []
    for kind, unit in KINDS.items():
        each = f" ({shown(costs[kind] / count)} a plugin)" if kind != "reload" else ""
        parts.append(f"{kind} {shown(costs[kind])} {unit}{each}")
    print(f"  {count:3} plugins: ready after {ready:.1f} s; {', '.join(parts)}", flush=True)


def _scrapes(server, connection, count):
    """So many, or as many as there is time for."""
    scrapes, end = Scrapes(server, connection, request()), time.perf_counter() + SECONDS
    while len(scrapes) < count and time.perf_counter() < end:
        scrapes.take(1)
    return scrapes


def _check(server, answer, count):
    status, page = answer
    series, wanted = page.count(b"\ngrown"), count * FAMILIES * SERIES
    if status != 200 or series != wanted:
        warnings = re.findall(".*(?:WARNING|SEVERE).*", server.text())
        raise Failed(f"{count} plugins give {series} series, not {wanted}, and status {status}; the agent gives "
                     f"{len(warnings)} warnings, of which the first is: {warnings[:1]}")


def _reloads(connection, plugins, deploy, names):
    """One plugin after another gets a new version. Only that one is asked for: the page is not what is measured here."""
    chosen = random.Random(4).sample(names, RELOADS)
    for name in chosen:
        jar = plugins.jar(name, 2)
        target = os.path.join(deploy, name + ".jar")
        yield Watcher(connection, only([name])).until(lambda: os.rename(jar, target), name, 2)
