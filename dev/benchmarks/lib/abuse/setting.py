"""What all cases share: the programs to try, started as they come, and the options."""
import os
import shutil
import tempfile
from contextlib import contextmanager

from lib import servers


class Setting:
    def __init__(self, options):
        self.distribution, self.seconds, self.seed = options.agent, options.seconds, options.seed

    @contextmanager
    def agent(self, work, plugins=()):
        """The packed agent, ready, with all its plugins and these."""
        own = tempfile.mkdtemp(dir=work)
        deploy = os.path.join(own, "deploy")
        shutil.copytree(os.path.join(self.distribution, "bundles-deploy"), deploy)
        for jar in plugins:
            shutil.copy(jar, deploy)
        with servers.agent(self.distribution, own) as agent:
            agent.deploy = deploy
            agent.await_ready()
            yield agent

    def node_exporter(self, work):
        return servers.node_exporter(tempfile.mkdtemp(dir=work))

    def both(self, work, measure):
        """The agent's and node_exporter's, one after the other."""
        with self.agent(work) as agent:
            ours = measure(agent)
        with self.node_exporter(work) as exporter:
            return ours, measure(exporter)
