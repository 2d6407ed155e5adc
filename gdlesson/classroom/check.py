"""Check before class that every lesson holds: ``python -m gdlesson.classroom.check [notebook ...]``.

Every cell of every notebook runs, every slider moves through its range, and what comes is compared with what is
stored (nbval does that). The report is for a teacher. The exit status is 0 only if every cell held.
"""

import argparse
import contextlib
import io
import multiprocessing
import os
import signal
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import nbval.plugin
import pytest

from gdlesson.classroom import rules
from gdlesson.classroom.lessons import LessonError, code_cells, find_notebooks, read, title
from gdlesson.classroom.report import Failure, Result, count, differs, report, summary

AT_ONCE = min(4, os.cpu_count() or 1)  # lessons that run side by side; each takes up to 0.6 GB of memory
UNCHECKED = "lessons without a line above were not checked."


def read_result(path):
    """Read a lesson, of which no cell has been run; one that cannot be read is a result with a problem."""
    try:
        return Result(path, read(path))
    except LessonError as error:
        return Result(path, problem=str(error))


class Record:
    """A pytest plugin that collects the cells of a lesson and keeps how they fared."""

    def __init__(self, result):
        self.result = result

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session):
        """Collect the cells with code; pytest itself would take a ``[`` in a path for its own syntax."""
        file = nbval.plugin.IPyNbFile.from_parent(session, path=self.result.path.resolve())
        items = [item for item in file.collect() if item.cell.source.strip()]
        self.cells = dict(zip(items, code_cells(self.result.notebook), strict=True))
        session.items = items
        session.testscollected = len(items)
        return True

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        """Note how a cell fared."""
        outcome = yield
        if not outcome.passed:
            start = "the kernel did not start: " if outcome.when == "setup" else ""
            reason = start + str(call.excinfo.value)
            self.result.failures.append(Failure(self.cells[item], item.test_outputs, reason))
        if not outcome.passed or outcome.when == "call":
            self.result.outcomes.append(outcome.passed)
        return outcome


def run(result, timeout):
    """Run a lesson through nbval; return what came of it. This happens in a process of its own.

    Where outputs differ from the stored ones, it runs once more, to see whether the same comes again.
    """
    run_once(result, timeout)
    if any(differs(failure) for failure in result.failures):
        again = run_once(Result(result.path, result.notebook), timeout)
        result.note_repeats(again)
    return result


def run_once(result, timeout):
    """Run a lesson through nbval once; return what came of it."""
    options = f"--nbval-current-env --nbval-cell-timeout={timeout} --noconftest -s -p no:cacheprovider -o addopts="
    printed, began = io.StringIO(), time.monotonic()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = pytest.main(options.split(), [rules, Record(result)])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        result.problem = f"could not be checked, the check itself failed:\n{printed.getvalue()}"
    result.seconds += time.monotonic() - began
    return result


def run_all(results, timeout):
    """Run lessons side by side; yield what came of each, in their order. Without its end, all of them end."""
    with ProcessPoolExecutor(AT_ONCE, multiprocessing.get_context("spawn"), leave_interrupts) as pool:
        try:
            yield from pool.map(run, results, [timeout] * len(results))
        except BaseException:
            for process in multiprocessing.active_children():
                process.terminate()  # its kernel notices, and ends, too
            raise


def leave_interrupts():
    """Leave Ctrl-C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def check(paths, timeout):
    """Check the lessons that `paths` name and print the report; return the exit status."""
    results = [read_result(path) for path in find_notebooks(paths)]
    if not results:
        print("There are no notebooks, so nothing was checked.")
        return 1
    print(f"Checking {count(len(results), 'lesson')}: every cell is run and compared, every slider moved.\n")
    readable = [result for result in results if result.notebook]
    width = max((len(title(result.notebook)) for result in readable), default=0)
    checked = {}
    try:
        for result in run_all(readable, timeout):
            checked[result.path] = result
            print(progress(result, width), flush=True)
    except KeyboardInterrupt:
        print(f"\nStopped: {UNCHECKED}")
        return 130
    except BrokenProcessPool:
        print(f"\nA process of the check died (was there enough memory?): {UNCHECKED}")
        return 1
    results = [checked.get(result.path, result) for result in results]
    for result in results:
        if not result.holds:
            print("", *report(result), sep="\n")
    print(f"\n{summary(results)}")
    return 0 if any(result.outcomes for result in results) and all(result.holds for result in results) else 1


def progress(result, width):
    """Return the line of a lesson: a mark for each cell, and how many held."""
    held, failed = "✓✗" if "utf" in (sys.stdout.encoding or "").lower() else ".x"
    marks = "".join(held if outcome else failed for outcome in result.outcomes)
    cells = count(len(code_cells(result.notebook)), "cell")
    return f"  {title(result.notebook):{width}}  {marks}  {result.held} of {cells} held, {result.seconds:.0f} s"


def main(arguments=None, timeout=None):
    """Check the notebooks that the command line names, each cell in `timeout` seconds; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m gdlesson.classroom.check", description="Check that every lesson holds."
    )
    parser.add_argument("notebooks", nargs="*", help="default: all of notebooks/")
    paths = parser.parse_args(arguments).notebooks
    sys.stdout.reconfigure(errors="backslashreplace")  # outputs may hold what the terminal cannot print
    return check(paths, timeout or rules.cell_limit())


if __name__ == "__main__":
    sys.exit(main())
