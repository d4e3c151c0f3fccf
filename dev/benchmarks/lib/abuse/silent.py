"""Connections that send nothing, and such as send a byte a second."""
import time

from lib.abuse.crowd import Crowd
from lib.abuse.page import Page
from lib.abuse.rows import Measured, Row
from lib.abuse.scraper import Scraper

SILENT, DRIBBLING, P99 = 1500, 500, 1


def rows(setting, work):
    must = (f"while {SILENT} connections send nothing and {DRIBBLING} a byte a second for {setting.seconds} s, every "
            f"scrape answers 200 with the whole page, p99 at most {P99} s")
    yield Row("silent", must, *setting.both(work, lambda server: _measure(server, setting.seconds)))


def _measure(server, seconds):
    with Scraper(server, Page(server)) as scraper:
        with Crowd(server, SILENT, "silent") as silent, Crowd(server, DRIBBLING, "dribble") as dribbling:
            time.sleep(seconds)
    return Measured.of(f"{scraper.text()}; {silent.text()}; {dribbling.text()}", *scraper.checks(P99))
