"""A first start, with nothing kept of an earlier one: from exec to the first 200 with all plugins."""
import os
import shutil

from lib import starts


def measure(bench, work):
    karaf = starts.karaf(work)
    ours, theirs, karafs = [], [], []
    for _ in range(starts.rounds(bench)):
        ours.append(starts.second(lambda: _first(bench, work)))
        theirs.append(starts.second(lambda: starts.to_first_page(bench.node_exporter(work))))
        if karaf:
            karafs.append(starts.second(lambda: karaf.start_ms(work)))
    bench.found("start", ours, theirs)
    if karaf:
        bench.found("start.karaf", ours, karafs)


def _first(bench, work):
    shutil.rmtree(os.path.join(work, "data"), ignore_errors=True)
    return starts.to_first_page(bench.agent(work))
