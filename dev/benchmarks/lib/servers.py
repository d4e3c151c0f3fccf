"""The programs that are measured, as processes."""
import os
import re
import shutil
import signal
import subprocess
import time

from lib.client import Connection, request

# On by default in node_exporter 1.5.0, but not collectors of the agent, or not on until configured.
NOT_OURS = ["ipvs", "selinux", "tapestats", "textfile"]
CPUCLOCK_SCHED = 2
TO_SERVE = 60


class Failed(Exception):
    """A measurement that cannot be made: what happened is the message."""


class Server:
    """A program that serves /metrics, from exec to its end."""

    def __init__(self, name, command, pattern, work, environment=None):
        self.name, self.log = name, os.path.join(work, name + ".log")
        with open(self.log, "w", encoding="utf-8") as out:
            self.began = time.perf_counter()
            self.process = subprocess.Popen(command, cwd=work, stdout=out, stderr=subprocess.STDOUT,
                                            stdin=subprocess.DEVNULL, env=environment)
        # The kernel's CPU clock of the process: nanoseconds, with all threads that it has and had.
        self._clock = (~self.process.pid << 3) | CPUCLOCK_SCHED
        try:
            self.port = self._await_port(pattern)
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _await_port(self, pattern):
        deadline = time.perf_counter() + TO_SERVE
        while True:
            found = re.search(pattern, self.text())
            if found:
                return int(found.group(1))
            if time.perf_counter() > deadline or self.process.poll() is not None:
                raise Failed(f"{self.name} does not serve:\n{self.text()}")
            time.sleep(0.002)

    def text(self):
        """What it has written."""
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def connect(self):
        return Connection(self.port)

    def await_ready(self, seconds=60):
        """Until all plugins of the agent are there."""
        deadline = time.perf_counter() + seconds
        with self.connect() as connection:
            while self.name == "agent":
                status, body = connection.get(request("/-/ready"))
                if status == 200:
                    return
                if time.perf_counter() > deadline:
                    raise Failed(f"the agent is not ready after {seconds} s: {body}\n{self.text()}")
                time.sleep(0.002)

    def cpu(self):
        """CPU time that it has used, in seconds."""
        return time.clock_gettime(self._clock)

    def rss(self):
        """Memory in RAM, in MB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024

    def descriptors(self):
        """How many files it has open, sockets included."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def agent(distribution, work, settings=()):
    """The packed agent with the plugins in the folder deploy of its work, or with all that it comes with."""
    deploy = os.path.join(work, "deploy")
    if not os.path.isdir(deploy):
        shutil.copytree(os.path.join(distribution, "bundles-deploy"), deploy)
    command = [os.path.join(distribution, "metricbay"), "run", "--no-console", "--port", "0", "--deploy", deploy,
               "--data", os.path.join(work, "data")]
    if settings:
        command += ["--conf", _configured(distribution, work, settings)]
    # Not the settings of whoever runs this; but METRICBAY_JAVA_OPTS, to try an option of the JVM.
    environment = {name: text for name, text in os.environ.items()
                   if name == "METRICBAY_JAVA_OPTS" or not name.startswith("METRICBAY_")}
    return Server("agent", command, r"serving http://127\.0\.0\.1:(\d+)/", work, environment)


def _configured(distribution, work, settings):
    """The configuration as it comes, and these lines."""
    conf = os.path.join(work, "conf")
    shutil.copytree(os.path.join(distribution, "conf"), conf, dirs_exist_ok=True)
    with open(os.path.join(conf, "metricbay.cfg"), "a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(settings) + "\n")
    return conf


def node_exporter(work):
    command = ["prometheus-node-exporter", "--web.listen-address=127.0.0.1:0",
               "--collector.netdev.device-exclude=^$"] + [f"--no-collector.{name}" for name in NOT_OURS]
    return Server("node_exporter", command, r'Listening on" address=127\.0\.0\.1:(\d+)', work)
