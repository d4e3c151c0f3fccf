"""What is printed: a line when a figure is known, and a Markdown table of all at the end."""
from lib.figures import NOTHING


def shown(number):
    return "" if number is None else f"{number:.3g}" if abs(number) < 1000 else f"{number:.0f}"


def goal(figure, java):
    if figure.goal is None:
        return ""
    bound = figure.goal.of(java)
    text = f"{'at least' if figure.more_is_better else 'at most'} {shown(bound)}"
    return text + (" " + figure.unit if figure.against == NOTHING else "")


def verdict(result, java):
    reached = result.figure.reaches(result.value, java)
    return "" if reached is None else "reached" if reached else "not reached"


def ratio(result):
    return "" if result.figure.against == NOTHING else shown(result.value)


def line(result, comparison, java):
    figure = result.figure
    against = f"{shown(result.theirs):>8} {figure.against}, ratio {ratio(result)}" if figure.against else ""
    wanted = f"goal {goal(figure, java)}: {verdict(result, java)}" if figure.goal else ""
    return "  ".join(part for part in (f"{figure.title:50} {shown(result.ours):>8} {figure.unit:9}", against, wanted,
                                       str(comparison or "nothing kept")) if part)


def table(results, comparisons, java):
    lines = ["| figure | agent | beside | ratio | goal | | kept |", "|---|---|---|---|---|---|---|"]
    for key, result in results.items():
        figure = result.figure
        beside = f"{shown(result.theirs)} {figure.unit} ({figure.against})" if figure.against else ""
        cells = [figure.title, f"{shown(result.ours)} {figure.unit}", beside, ratio(result), goal(figure, java),
                 verdict(result, java), str(comparisons[key] or "")]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
