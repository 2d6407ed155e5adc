"""Check before class that every lesson holds: ``python -m gdlesson.check [notebook ...]``.

Every cell of every notebook runs, every slider moves through its range, and what comes is compared with what is
stored (nbval does that). The report is for a teacher. The exit status is 0 only if every cell held.
"""

import argparse
import contextlib
import functools
import io
import sys
import time

import nbval.plugin
import pytest

from gdlesson import rules
from gdlesson.lessons import LessonError, code_cells, find_notebooks, read, title
from gdlesson.report import Failure, Result, count, report, summary
from gdlesson.rules import TIMEOUT


def read_result(path):
    """Read a lesson, of which no cell has been run; one that cannot be read is a result with a problem."""
    try:
        return Result(path, read(path))
    except LessonError as error:
        return Result(path, problem=str(error))


class Progress:
    """A pytest plugin that collects the cells of lessons, fills in a line per lesson, and keeps what failed."""

    def __init__(self, results, out):
        self.results = results
        self.cells = {}  # for each item of pytest its lesson and its cell
        self.width = max((len(title(result.notebook)) for result in results), default=0)
        self.held, self.failed = "✓✗" if "utf" in (out.encoding or "").lower() else ".x"
        self.show = functools.partial(print, end="", file=out, flush=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session):
        """Collect the cells with code; pytest itself would take a ``[`` in a path for its own syntax."""
        for result in self.results:
            file = nbval.plugin.IPyNbFile.from_parent(session, path=result.path.resolve())
            items = [item for item in file.collect() if item.cell.source.strip()]
            for item, cell in zip(items, code_cells(result.notebook), strict=True):
                self.cells[item] = result, cell
        session.items = list(self.cells)
        session.testscollected = len(session.items)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item, nextitem):
        """Begin the line of a lesson before its first cell, and end it after its last."""
        result, _ = self.cells[item]
        if not result.held and not result.failures:
            self.show(f"  {title(result.notebook):{self.width}}  ")
            self.began = time.monotonic()
        outcome = yield
        if nextitem is None or nextitem.parent is not item.parent:
            cells = count(len(code_cells(result.notebook)), "cell")
            self.show(f"  {result.held} of {cells} held, {time.monotonic() - self.began:.0f} s\n")
        return outcome

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        """Note how a cell fared."""
        outcome = yield
        result, cell = self.cells[item]
        if not outcome.passed:
            start = "the kernel did not start: " if outcome.when == "setup" else ""
            result.failures.append(Failure(cell, item.test_outputs, start + str(call.excinfo.value)))
            self.show(self.failed)
        elif outcome.when == "call":
            result.held += 1
            self.show(self.held)
        return outcome


def run(results):
    """Run lessons through nbval with the progress on the terminal; return pytest's exit status and its words."""
    options = f"--nbval-current-env --nbval-cell-timeout={TIMEOUT} --noconftest -s -p no:cacheprovider -o addopts="
    plugins, printed = [rules, Progress(results, sys.stdout)], io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = pytest.main(options.split(), plugins)
    return status, printed.getvalue()


def check(paths=()):
    """Check the lessons that `paths` name and print the report; return the exit status."""
    results = [read_result(path) for path in find_notebooks(paths)]
    if not results:
        print("There are no notebooks, so nothing was checked.")
        return 1
    print(f"Checking {count(len(results), 'lesson')}: every cell is run and compared, every slider moved.\n")
    status, printed = run([result for result in results if result.notebook])
    if status == pytest.ExitCode.INTERRUPTED:
        print("\n\nStopped: lessons without a verdict above were not checked.")
        return 130
    for result in results:
        if not result.holds:
            print("", *report(result), sep="\n")
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        print(f"\nThe check itself failed:\n{printed}")
    print(f"\n{summary(results)}")
    return 0 if status == pytest.ExitCode.OK and all(result.holds for result in results) else 1


def main(arguments=None):
    """Check the notebooks that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m gdlesson.check", description="Check that every lesson holds.")
    parser.add_argument("notebooks", nargs="*", help="default: all of notebooks/")
    paths = parser.parse_args(arguments).notebooks
    sys.stdout.reconfigure(errors="backslashreplace")  # outputs may hold what the terminal cannot print
    return check(paths)


if __name__ == "__main__":
    sys.exit(main())
