"""From the rename of a complete JAR into the folder, or its deletion, until /metrics shows it, the trial included."""
import os
import shutil

from lib.benchmark import folder
from lib.client import request
from lib.deployment import Watcher
from lib.plugins import Plugins

NAME = "measured"
# So that what is watched with takes little of what is measured.
BESIDE = ["cpu-bundle.jar", "disk-bundle.jar"]
WARM_UP = 10


def measure(bench, work):
    plugins = Plugins(bench.options.agent, folder(work, "in"))
    deploy = folder(work, "deploy")
    for file in BESIDE:
        shutil.copy(os.path.join(bench.options.agent, "bundles-deploy", file), deploy)
    target = os.path.join(deploy, NAME + ".jar")
    taken = {"drop": [], "replace": [], "delete": []}
    with bench.agent(work) as server:
        server.await_ready()
        with server.connect() as connection:
            watcher = Watcher(connection, request())
            for _ in range(WARM_UP + bench.options.deployments):
                for step, version in (("drop", 1), ("replace", 2)):
                    jar = plugins.jar(NAME, version)
                    taken[step].append(watcher.until(lambda: os.rename(jar, target), NAME, version))
                taken["delete"].append(watcher.until(lambda: os.remove(target), NAME, None))
    for step, times in taken.items():
        warm = sorted(times[WARM_UP:])
        bench.found(f"deploy.{step}", warm)
        print(f"  of {len(warm)}: 90 % within {warm[len(warm) * 9 // 10]:.1f} ms, longest {warm[-1]:.1f} ms", flush=True)
