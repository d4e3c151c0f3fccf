"""The command line of dev/benchmarks/abuse."""
import argparse
import os
import random
import shutil
import signal
import sys
import tempfile

from lib import machine
from lib.abuse import files, keepalive, odd, silent, storm, unread
from lib.abuse.rows import failure, line, table
from lib.abuse.setting import Setting
from lib.servers import Failed

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))))
CASES = {
    "silent": silent.rows,
    "keepalive": keepalive.rows,
    "unread": unread.rows,
    "storm": storm.rows,
    "odd": odd.rows,
    "files": files.rows,
}


def main(description):
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    options = _options(description)
    print(f"{machine.sentence(machine.describe())}; load average {machine.load():.1f} at the begin; --seed {options.seed}",
          flush=True)
    setting, rows = Setting(options), []
    for name in options.names or CASES:
        with tempfile.TemporaryDirectory(prefix="metricbay-abuse") as work:
            for row in _carried_out(name, setting, work):
                rows.append(row)
                print(line(row), flush=True)
    print(f"\n{machine.today()}, `dev/benchmarks/abuse {' '.join(sys.argv[1:])}`, --seed {options.seed}:\n\n{table(rows)}")
    failed = [row.case for row in rows if not row.held]
    if failed:
        sys.exit(f"failed: {'; '.join(failed)}")


def _end(number, _):
    """So that whoever stops this stops what it has started, and no second signal comes between."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def _carried_out(name, setting, work):
    """The rows of a case; what keeps it from being carried out is one, too."""
    try:
        yield from CASES[name](setting, work)
    except (Failed, OSError) as e:
        yield failure(name, e)


def _options(description):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="name", help="one of " + ", ".join(CASES) + "; all if there is none")
    parser.add_argument("--agent", metavar="FOLDER", default=os.path.join(HOME, "host-app", "target", "metricbay"),
                        help="the packed agent; the one that was built here if not given")
    parser.add_argument("--seconds", type=_positive, default=60, metavar="N",
                        help="how long what lasts is kept up (%(default)s)")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32), metavar="N",
                        help="for what is chosen by chance; another each time if not given")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in CASES]
    if unknown:
        parser.error(f"{unknown[0]} is none of {', '.join(CASES)}")
    options.agent = os.path.abspath(options.agent)
    if not os.path.isfile(os.path.join(options.agent, "lib", "host-app.jar")):
        sys.exit(f"no packed agent in {options.agent}: build it with mvn -B -DskipTests package, or name one with --agent")
    if not shutil.which("prometheus-node-exporter"):
        sys.exit("prometheus-node-exporter is not there: apt-get install prometheus-node-exporter")
    return options


def _positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number
