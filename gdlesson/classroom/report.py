"""What came of a check, in words for a teacher: which lesson, which cell, what was expected, what came."""

import itertools
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from gdlesson.classroom.lessons import code_cells, place, plain, title
from gdlesson.classroom.locked import departures
from gdlesson.classroom.rules import UNRUN
from gdlesson.classroom.store import UNREPEATABLE

DIFFER, RAISED = "Cell outputs differ", "Cell execution caused an exception"  # nbval's words
NOT_COMPARED = ("image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json")
KINDS = {"stdout": "printed text", "stderr": "a warning", "error": "an exception", "text/plain": "the value shown"}
WIDTH = 100  # characters of a long line that the report shows


@dataclass(eq=False)
class Failure:
    """A cell that does not hold: what came (None if it had no end), and why, in the rules' or nbval's words."""

    cell: NotebookNode
    came: list | None
    reason: str
    repeats: bool = True  # whether a second run gave the same

    @property
    def broke_off(self):
        """Whether the cell did not reach its end, so that later cells may miss its names."""
        return not differs(self)


def differs(failure):
    """Tell whether the cell reached its end and there is something that could be stored."""
    return failure.reason in (DIFFER, UNRUN)


@dataclass
class Result:
    """A notebook and how its cells fared; if it could not be read (None) or checked, `problem` says why."""

    path: Path
    notebook: NotebookNode | None = None
    problem: str = ""
    outcomes: list = field(default_factory=list)  # for each cell that has run, whether it held
    failures: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def held(self):
        """How many cells held."""
        return sum(self.outcomes)

    @property
    def holds(self):
        """Whether the notebook could be read and every cell ran, was compared and held."""
        return not self.problem and not self.failures and self.held == len(code_cells(self.notebook))

    def note_repeats(self, again):
        """Note which outputs came again in a second run."""
        second = {id(failure.cell): by_kind(failure.came) for failure in again.failures if differs(failure)}
        for failure in filter(differs, self.failures):
            failure.repeats = second.get(id(failure.cell)) == by_kind(failure.came)


def count(number, noun):
    """Write a number of things: 1 cell, 2 cells."""
    return f"{number} {noun}" + "s" * (number != 1)


def summary(results):
    """Say in one line whether all lessons hold."""
    held, failing = sum(result.held for result in results), sum(not result.holds for result in results)
    if failing:
        return f"Lessons that do not hold: {failing} of {len(results)}; {count(held, 'cell')} held."
    if not held:
        return "Nothing was compared: there are no cells with code."
    where = f"{count(held, 'cell')} in {count(len(results), 'lesson')}"
    return f"Every lesson holds: {where} run and compared, every slider moved."


def report(result):
    """Yield the lines of the report on a lesson that does not hold."""
    if result.problem:
        yield f"{result.path} {result.problem}"
        return
    yield f"{title(result.notebook)} ({result.path}) does not hold."
    first, *following = [failure for failure in result.failures if failure.broke_off] or [None]
    shown = [failure for failure in result.failures if failure not in following]
    for failure in shown:
        yield f"\n  {place(result.notebook, failure.cell)}:"
        yield from (f"      | {line}" for line in beginning(failure.cell.source, most=3))
        yield from (f"    {line}" for line in explain(failure))
        if failure is first and following:
            yield f"    and {count(len(following), 'more cell')} after it: mend this one first"
    yield ""
    yield from (f"  {line}" for line in advice(shown, result.path))


def advice(failures, path):
    """Say what to do about the failures of a lesson."""
    if any(failure.reason.startswith("Timeout") for failure in failures):
        yield "If other programs keep this computer busy, close them and check again."
    if any(failure.broke_off for failure in failures):
        yield "Open the lesson in JupyterLab, choose Run > Run All Cells, and mend the cell that fails."
    if outputs := [failure for failure in failures if differs(failure)]:
        yield from storing(outputs, path)


def storing(failures, path):
    """Say whether what came may be stored; it may not where it can come from this computer or this run alone."""
    if not all(failure.repeats for failure in failures):
        yield "Do not store what came: a second run gave something else. Make the cell give the same every time."
    elif any(names_this_computer(failure.came or [], path) for failure in failures):
        yield "Do not store what came: it shows a place on this computer. Make the cell give the same everywhere."
    elif others := departures():
        more = [f"{count(len(others) - 3, 'more package')} differ"] * (len(others) > 3)
        yield f"Do not store what came, it may come only here: {'; '.join(others[:3] + more)}."
        yield "With the Python and the packages that the lessons are stored with, this one probably holds."
    else:
        yield f"If you changed the lesson and this is right, store it: python -m gdlesson.classroom.store {path}"
        yield "If you changed nothing, do not store it: this computer gives something else, so please report it."


def names_this_computer(outputs, path):
    """Tell whether outputs show an address in memory, a process, or a folder of this computer."""
    text = "\n".join(line for lines in by_kind(outputs).values() for line in lines)
    return str(path.resolve().parent) in text or any(pattern.search(text) for pattern in UNREPEATABLE.values())


def explain(failure):
    """Say what was expected of a cell and what came."""
    if found := re.match(r"Timeout of (\S+) seconds", failure.reason):
        return expected_came("the cell ends", f"still running after {found[1]} seconds, so it was stopped")
    if failure.reason == RAISED:
        return exception(failure)
    return (failure.reason == DIFFER and differences(failure)) or [failure.reason]


def exception(failure):
    """Show the exception that ended a cell, and the line of the cell where it happened."""
    error = next(output for output in failure.came if output.output_type == "error")
    message = re.sub(r" \(\d+\.py, line \d+\)$", "", plain(error.evalue))  # IPython's name of the cell
    lines = beginning(f"{error.ename}: {message}")
    if found := re.search(r"Cell In\[\d+\], line (\d+)", plain("\n".join(error.traceback))):
        source = failure.cell.source.split("\n")[int(found[1]) - 1 :]
        lines += [f"in line {found[1]} of the cell: {line.strip()}" for line in source[:1]]
    if error.ename == "ModuleNotFoundError":
        lines.append("A package is missing: `python3 start.py` installs all that the lessons need.")
    return expected_came("no exception", *lines)


def differences(failure):
    """Show for each kind of output how what came differs from what is stored."""
    expected, came, lines = by_kind(failure.cell.outputs), by_kind(failure.came), []
    for kind in {**expected, **came}:
        if found := first_difference(expected.get(kind, []), came.get(kind, [])):
            lines += [f"{KINDS.get(kind, kind)}:", *found]
    return lines


def by_kind(outputs):
    """List the lines of the outputs of each kind that nbval compares."""
    lines = {}
    for output in outputs:
        if output.output_type == "stream":
            data = {output.name: output.text}
        else:
            data = output.get("data") or {"error": f"{output.ename}: {output.evalue}"}
        for kind in [kind for kind in data if kind not in NOT_COMPARED]:
            lines.setdefault(kind, []).extend(plain(data[kind]).splitlines())
    return lines


def first_difference(expected, came):
    """Show the first line in which two texts differ, with a mark under the place."""
    pairs = list(itertools.zip_longest(expected, came, fillvalue="(nothing)"))
    differing = [number for number, (old, new) in enumerate(pairs) if old != new]
    if not differing:
        return []
    old, new = pairs[differing[0]]
    column = len(os.path.commonprefix([old, new]))
    start = max(0, column - WIDTH // 2)
    mark = " " * len(cut(old[:column], start)) + "^"
    where = [f"line {differing[0] + 1} of {len(pairs)}:"] * (len(pairs) > 1)
    others = [f"and {count(len(differing) - 1, 'more line')} differ"] * (len(differing) > 1)
    return where + expected_came(cut(old, start), cut(new, start), mark) + others


def expected_came(expected, came, *more):
    """Set the expected line over those that came."""
    return [f"expected  {expected}", f"came      {came}"] + [" " * 10 + line for line in more]


def beginning(text, most=4):
    """Return the first lines of a text, each cut to a readable width."""
    lines = text.strip("\n").split("\n")
    more = [f"... and {count(len(lines) - most, 'more line')}"] * (len(lines) > most)
    return [cut(line) for line in lines[:most]] + more


def cut(line, start=0):
    """Return a readable width of a line."""
    return "... " * (start > 0) + line[start : start + WIDTH] + " ..." * (len(line) > start + WIDTH)
