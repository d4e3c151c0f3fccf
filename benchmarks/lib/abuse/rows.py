"""What came of a case: a row each, and a Markdown table of all."""
from dataclasses import dataclass


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

    def verdict(self):
        return "held" if self.held else "FAILED: " + "; ".join(self.agent.wrong)


def failure(case, what):
    """The row of a case that could not be carried out."""
    return Row(case, "it can be carried out", Measured("", (" ".join(str(what).split()),)))


def line(row):
    beside = f"\n  node_exporter: {_beside(row.beside)}" if row.beside else ""
    return f"{row.case}: {row.verdict()}\n  must hold: {row.must}\n  agent: {row.agent.text}{beside}"


def table(rows):
    lines = ["| case | must hold | agent | node_exporter | |", "|---|---|---|---|---|"]
    for row in rows:
        cells = [row.case, row.must, row.agent.text, _beside(row.beside) if row.beside else "", row.verdict()]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _beside(measured):
    return "; ".join((measured.text,) + measured.wrong)
