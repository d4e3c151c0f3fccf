"""A restart, with the data of an earlier run kept: from exec to the first 200 with all plugins."""
from lib import starts


def measure(bench, work):
    karaf = starts.karaf(work)
    if not karaf:
        print("A restart is not measured: there is nothing to hold it against")
        return
    # The runs that the data is of; Karaf had one, which may have ended before all was put down.
    starts.to_first_page(bench.agent(work))
    karaf.restart_ms(work)
    ours, karafs = [], []
    for _ in range(starts.rounds(bench)):
        ours.append(starts.second(lambda: starts.to_first_page(bench.agent(work))))
        karafs.append(starts.second(lambda: karaf.restart_ms(work)))
    bench.found("restart", ours, karafs)
