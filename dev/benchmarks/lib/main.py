"""The command line of dev/benchmarks/run."""
import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from dataclasses import asdict

from lib import (machine, measure_deploy, measure_growth, measure_idle, measure_memory, measure_restart, measure_scrape,
                 measure_start, measure_throughput, report)
from lib.benchmark import Benchmark
from lib.ratios import Ratios
from lib.servers import Failed

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
MEASURES = {
    "start": measure_start.measure,
    "restart": measure_restart.measure,
    "scrape": measure_scrape.measure,
    "throughput": measure_throughput.measure,
    "memory": measure_memory.measure,
    "idle": measure_idle.measure,
    "deploy": measure_deploy.measure,
    "growth": measure_growth.measure,
}


def main(description):
    # So that whoever stops this stops what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    options = _options(description)
    java, now, kept = machine.java_major(), machine.describe(), Ratios.load()
    print(f"{machine.sentence(now)}; load average {machine.load():.1f} at the begin", flush=True)
    if kept.machine(java) not in (None, now):
        print(f"kept are figures of another: {machine.sentence(kept.machine(java))}")
    bench, failed = Benchmark(options, java, kept), []
    for name in options.names or MEASURES:
        with tempfile.TemporaryDirectory(prefix="metricbay-benchmark") as work:
            try:
                MEASURES[name](bench, work)
            except (Failed, OSError) as e:
                # What was measured already is worth something.
                print(f"{name} failed: {e}", flush=True)
                failed.append(name)
    print(f"\n{machine.today()}, {machine.sentence(now)}, `dev/benchmarks/run {' '.join(sys.argv[1:])}`:\n")
    print(report.table(bench.results, bench.comparisons, java))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({key: asdict(result) | {"value": result.value} for key, result in bench.results.items()}, file, indent=2)
    if options.record:
        kept.record(bench.results, java, now, machine.today())
        kept.save()
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")
    if options.check and bench.slower():
        sys.exit(f"slower by a fifth or more than what is kept: {', '.join(bench.slower())}")


def _options(description):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="name", help="one of " + ", ".join(MEASURES) + "; all if there is none")
    parser.add_argument("--agent", metavar="FOLDER", default=os.path.join(HOME, "host-app", "target", "metricbay"),
                        help="the packed agent; the one that was built here if not given")
    parser.add_argument("--setting", action="append", default=[], metavar="KEY=VALUE",
                        help="a line for the agent's metricbay.cfg, to try it; such a run is not kept")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (%(default)s)")
    parser.add_argument("--record", action="store_true", help="keep this run's ratios, for later ones to be held against")
    parser.add_argument("--check", action="store_true", help="end with status 1 if one is worse by a fifth or more")
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file, too")
    parser.add_argument("--warm-up", type=int, default=2000, metavar="N", help="scrapes before the agent is measured (%(default)s)")
    parser.add_argument("--warm-up-reference", type=int, default=200, metavar="N",
                        help="scrapes before node_exporter is, which has no compiler to wait for (%(default)s)")
    parser.add_argument("--requests", type=int, default=500, metavar="N", help="scrapes of a round (%(default)s)")
    parser.add_argument("--seconds", type=int, default=4, metavar="N", help="seconds in which throughput is measured (%(default)s)")
    parser.add_argument("--memory-scrapes", type=int, default=10000, metavar="N",
                        help="scrapes before the agent's memory is measured; node_exporter gets a tenth (%(default)s)")
    parser.add_argument("--idle", type=float, default=30, metavar="S", help="how long idling is measured (%(default)s)")
    parser.add_argument("--deployments", type=int, default=30, metavar="N", help="JARs that are dropped, replaced, deleted (%(default)s)")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in MEASURES]
    if unknown:
        parser.error(f"{unknown[0]} is none of {', '.join(MEASURES)}")
    if options.record and (options.setting or os.environ.get("METRICBAY_JAVA_OPTS")):
        parser.error("--record keeps what the agent does as it comes: leave --setting and METRICBAY_JAVA_OPTS out")
    options.agent = os.path.abspath(options.agent)
    if not os.path.isfile(os.path.join(options.agent, "lib", "host-app.jar")):
        sys.exit(f"no packed agent in {options.agent}: build it with mvn -B -DskipTests package, or name one with --agent")
    if not shutil.which("prometheus-node-exporter"):
        sys.exit("prometheus-node-exporter is not there: apt-get install prometheus-node-exporter")
    return options
