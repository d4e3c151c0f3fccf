"""The kept ratios, by Java's major version: what a later run is held against."""
import json
import os
from dataclasses import dataclass

from lib.figures import NOTHING

FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "ratios.json")
# So much worse than the kept value, and a figure is marked.
TOO_MUCH = 1.2


@dataclass(frozen=True)
class Comparison:
    kept: float
    worse: float

    @property
    def slower(self):
        # Rounded, so that exactly a fifth is a fifth.
        return round(self.worse, 6) >= TOO_MUCH

    def __str__(self):
        change = (self.worse - 1) * 100
        verdict = "SLOWER" if self.slower else "worse" if change > 0 else "better"
        how = "as kept" if abs(change) < 0.5 else f"{abs(change):.0f} % {verdict}"
        return f"kept {self.kept:.3g}: {how}"


class Ratios:
    """All that is kept; the machine stands beside it, for absolute figures mean nothing on another."""

    def __init__(self, kept):
        self._kept = kept

    @staticmethod
    def load(file=FILE):
        try:
            with open(file, encoding="utf-8") as text:
                return Ratios(json.load(text))
        except FileNotFoundError:
            return Ratios({})

    def save(self, file=FILE):
        with open(file + ".new", "w", encoding="utf-8") as text:
            json.dump(self._kept, text, indent=2, sort_keys=True)
            text.write("\n")
        os.replace(file + ".new", file)

    def compare(self, key, result, java):
        """None if nothing is kept of it."""
        entry = self._kept.get(java, {}).get("figures", {}).get(key)
        if entry is None:
            return None
        return Comparison(entry["value"], result.figure.worse(result.value, entry["value"]))

    def machine(self, java):
        return self._kept.get(java, {}).get("machine")

    def record(self, results, java, machine, date):
        """Takes in what this run measured. What it did not stays, unless it is of another machine or version."""
        before = self._kept.get(java, {})
        figures = dict(before.get("figures", {})) if before.get("machine") == machine else {}
        for key, result in results.items():
            entry = {"date": date, "value": round(result.value, 4), "unit": result.figure.unit,
                     "kept": "absolute" if result.figure.against == NOTHING else "ratio",
                     "agent": round(result.ours, 4)}
            if result.theirs is not None:
                entry[result.figure.against] = round(result.theirs, 4)
            figures[key] = entry
        self._kept[java] = {"date": date, "machine": machine, "figures": figures}
