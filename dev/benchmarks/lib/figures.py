"""All figures and their goals, and what each is compared with."""
from dataclasses import dataclass, field

NODE_EXPORTER = "node_exporter"
KARAF = "Karaf"
NOTHING = ""


@dataclass(frozen=True)
class Goal:
    """A bound of a figure's value, perhaps one for each Java."""
    bound: float
    by_java: dict = field(default_factory=dict)

    def of(self, java):
        return self.by_java.get(java, self.bound)


@dataclass(frozen=True)
class Figure:
    """One thing that is measured. Its value, which is kept, is the ratio to what it is compared with, or itself."""
    title: str
    unit: str
    against: str = NODE_EXPORTER
    goal: Goal = None
    more_is_better: bool = False
    # A difference that means nothing, in the value's own unit.
    noise: float = 0

    def reaches(self, value, java):
        """Whether a value reaches the goal; None if there is none."""
        if self.goal is None:
            return None
        bound = self.goal.of(java)
        return value >= bound if self.more_is_better else value <= bound

    def worse(self, value, kept):
        """How many times worse a value is than the kept one; below 1 it is better."""
        if abs(value - kept) <= self.noise:
            return 1.0
        worse, better = (kept, value) if self.more_is_better else (value, kept)
        return worse / better if better else float("inf")


QUARTER = Goal(0.25)
# What a servlet container takes is more beside less work.
ELEVEN = Goal(0.28)
SIX_TIMES = Goal(6)
# A plugin among 400 may cost a fifth more than one among 100, which is what such measurements vary.
LINEAR = Goal(1.2)

FIGURES = {
    "start": Figure("first start: exec to the first whole page", "ms"),
    "start.karaf": Figure("first start, beside Apache Karaf", "ms", KARAF, Goal(1 / 5)),
    "restart": Figure("restart with data kept, beside Apache Karaf", "ms", KARAF, Goal(0.6)),
    "scrape.all.latency": Figure("scrape, all default collectors: latency", "ms", goal=QUARTER),
    "scrape.all.cpu": Figure("scrape, all default collectors: CPU", "ms", goal=QUARTER),
    "scrape.gzip.latency": Figure("scrape, all, gzip: latency", "ms", goal=QUARTER),
    "scrape.gzip.cpu": Figure("scrape, all, gzip: CPU", "ms", goal=QUARTER),
    "scrape.eleven.latency": Figure("scrape, eleven collectors: latency", "ms", goal=ELEVEN),
    "scrape.eleven.cpu": Figure("scrape, eleven collectors: CPU", "ms", goal=ELEVEN),
    "throughput.all": Figure("throughput, all default collectors, 8 connections", "1/s", goal=SIX_TIMES,
                             more_is_better=True),
    "throughput.eleven": Figure("throughput, eleven collectors, 8 connections", "1/s", goal=SIX_TIMES,
                                more_is_better=True),
    "memory": Figure("memory in RAM when warm", "MB", NOTHING, Goal(92)),
    "memory.ratio": Figure("memory in RAM when warm, beside node_exporter", "MB"),
    "idle": Figure("CPU when nobody asks", "% of core", NOTHING, Goal(0.3), noise=0.05),
    "deploy.drop": Figure("deploy: drop a JAR until it is seen", "ms", NOTHING, Goal(30)),
    "deploy.replace": Figure("deploy: replace it until it is seen", "ms", NOTHING, Goal(50)),
    "deploy.delete": Figure("deploy: delete it until it is seen", "ms", NOTHING, Goal(50)),
    "growth.latency": Figure("growth: latency per plugin, 400 against 100", "ms", "100 plugins", LINEAR),
    "growth.cpu": Figure("growth: CPU per plugin, 400 against 100", "ms", "100 plugins", LINEAR),
    "growth.memory": Figure("growth: memory per plugin, 400 against 100", "kB", "100 plugins", LINEAR),
    "growth.reload": Figure("growth: reload of one, 400 against 10", "ms", "10 plugins", Goal(1.5)),
}


@dataclass(frozen=True)
class Result:
    """What was measured of a figure, and of what it is compared with, if that is anything."""
    figure: Figure
    ours: float
    theirs: float = None

    @property
    def value(self):
        if self.figure.against == NOTHING:
            return self.ours
        return self.ours / self.theirs if self.theirs else float("nan")
