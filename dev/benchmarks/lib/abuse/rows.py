"""What came of a case: a row each, and a Markdown table of all."""
from dataclasses import dataclass

# In a cell of the table; all are told when the row is known.
SHOWN = 4


@dataclass(frozen=True)
class Measured:
    """What was measured of one program, and what of it is not as it must be."""
    text: str
    wrong: tuple = ()

    @staticmethod
    def of(text, *checks):
        """Each check is whether something holds, and what to say if it does not."""
        return Measured(text, tuple(words for holds, words in checks if not holds))


@dataclass(frozen=True)
class Row:
    """Only the agent is judged; what stands beside it is there to compare."""
    case: str
    must: str
    agent: Measured
    beside: Measured = None

    @property
    def held(self):
        return not self.agent.wrong

    def verdict(self, most=None):
        return "held" if self.held else "FAILED: " + _some(self.agent.wrong, most)


def failure(case, what, must="it can be carried out"):
    """The row of a case that came to no end."""
    return Row(case, must, Measured("", (" ".join(str(what).split()),)))


def line(row):
    beside = f"\n  node_exporter: {_beside(row.beside, None)}" if row.beside else ""
    return f"{row.case}: {row.verdict()}\n  must hold: {row.must}\n  agent: {row.agent.text}{beside}"


def table(rows):
    lines = ["| case | must hold | agent | node_exporter | |", "|---|---|---|---|---|"]
    for row in rows:
        cells = [row.case, row.must, row.agent.text, _beside(row.beside, SHOWN) if row.beside else "", row.verdict(SHOWN)]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _beside(measured, most):
    return measured.text + ("; " + _some(measured.wrong, most) if measured.wrong else "")


def _some(words, most):
    """All, or the first ones and how many more there are."""
    left = len(words) - most if most else 0
    return "; ".join(words[:most]) + (f"; and {left} more" if left > 0 else "")
