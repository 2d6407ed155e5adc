import contextlib
import importlib.metadata
import io
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gdlesson.classroom import check, locked, report, rules
from gdlesson.classroom.report import RAISED, Failure, explain
from gdlesson.classroom.rules import UNRUN

pytestmark = pytest.mark.slow

CONFTEST = Path(__file__).parents[2] / "notebooks" / "conftest.py"
SLIDER = """\
import os
import ipywidgets
slider = ipywidgets.FloatSlider(max=10)
slider.observe(lambda change: 1 / (change.new - 7), "value")
if "GDLESSON_MOVE_EVERY_SLIDER" in os.environ:
    for value in range(11):
        slider.value = value
"""
EXPLORER = """\
class Explorer:
    def _repr_mimebundle_(self, **options):
        raise ValueError("in the display")
Explorer()
"""
LONG = "1, " * 40 + "{}, " + "1, " * 40


def value(text):
    return new_output("execute_result", data={"text/plain": text})


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def error(name, message):
    return new_output("error", ename=name, evalue=message, traceback=[])


def code(source, *outputs, run=True, **metadata):
    return new_code_cell(source, outputs=list(outputs), execution_count=1 if run else None, metadata=metadata)


def lesson(*cells):
    return new_notebook(cells=[new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells])


LESSONS = {
    "01-mismatch": lesson(
        "# Compare what comes",
        "Words.\n\n## Printed\n\n```\n# No heading\n```",
        code("run = 3"),
        code("print('one')\nprint(f'{run} steps')\nprint('end')", printed("one\n4 steps\nend\n")),
        "## Shown",
        code("run", value("3")),
        code("run + 1", value("5")),
        code(f"print('{LONG.format('2')}')", printed(LONG.format("3") + "\n")),
        code("print('a')\nprint('b')", printed("a\n")),
        "## Kinds",
        code("import sys\nprint('careful', file=sys.stderr)"),
        code("run = 4", printed("once printed\n")),
        code("int('x')", tags=["raises-exception"]),
        code("int('y')", error("TypeError", "once raised"), tags=["raises-exception"]),
        "## Live",
        code(SLIDER),
    ),
    "02-error": lesson(
        "# Meet an error",
        code("start = 8"),
        "## The error",
        code("def descend():\n    return 1 / 0"),
        code("first = 1\nx = descend()"),
        code("y = x + 1"),
        code("y", value("9")),
        "## Something else",
        code("start + 1", value("8")),
        code("x = 5\nx", value("5")),
        code("int('x')"),
    ),
    "03-syntax": lesson("# Write what is no Python", code("def broken(:")),
    "04-dead": lesson("# Die", code("import os"), code("os._exit(1)"), code("1 + 1", value("2"))),
    "05-rules": lesson(
        "# Skip the comparison",
        code("1 + 1", run=False),
        code("1 + 1", value("2"), run=False),
        code("2 + 2", value("5"), tags=["nbval-ignore-output"]),
        code("# NBVAL_SKIP\n2 + 3", value("6")),
        code("", run=False),
        "## Live",
        code(EXPLORER),
    ),
    "07-[good]": lesson(
        "# Hold",
        code("import os\nos.path.basename(os.getcwd())", value('"lessons [é] that\'s it"')),
        code("1 / 0", error("ZeroDivisionError", "division by zero"), tags=["raises-exception"]),
        code("'not shown';"),
        code("os.environ.get('MPLBACKEND') == 'agg'", value("False")),
        code("import sys\nprint(sys.executable == os.environ['THIS_PYTHON'])", printed("True\n")),
        code("", run=False),
    ),
}


def check_here(folder, *paths, timeout=60, encoding="utf-8", departures=()):
    """Check in this process, as with these departures from the lock; return the exit status and the report."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.chdir(folder)
        patch.setenv("THIS_PYTHON", sys.executable)
        patch.setenv("MPLBACKEND", "agg")
        patch.setattr(report, "departures", lambda: list(departures))
        status = check.main([str(path) for path in paths], timeout)
    return status, out.buffer.getvalue().decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of samples, with a name that is hard on commands and patterns."""
    folder = tmp_path_factory.mktemp("a folder") / "lessons [é] that's it"
    folder.mkdir()
    for name, notebook in LESSONS.items():
        nbformat.write(notebook, folder / f"{name}.ipynb")
    (folder / "08-broken.ipynb").write_text('{"cells": [\n<<<<<<< ours\n')
    (folder / "09-list.ipynb").write_text("[]")
    return folder


@pytest.fixture(scope="module")
def bad(folder):
    """One run over all samples: the exit status and the report."""
    return check_here(folder, ".", "10-none.ipynb")


def part(report, beginning):
    """Return the block of the report (as far as the next empty line) that begins so."""
    assert report.count(f"\n  {beginning}") == 1, report
    return report.split(f"\n  {beginning}")[1].split("\n\n")[0]


def test_status_and_summary(bad):
    status, report = bad
    assert status == 1
    assert report.endswith("\nLessons that do not hold: 8 of 9; 11 cells held.\n")
    assert "\x1b" not in report


def test_progress(bad):
    _, report = bad
    assert "  Compare what comes       ✓✗✓✗✗✗✗✗✗✗✗  2 of 11 cells held, " in report
    assert "  Hold                     ✓✓✓✓✓  5 of 5 cells held, " in report


def test_the_lines_that_differ(bad):
    _, report = bad
    assert "\nCompare what comes (01-mismatch.ipynb) does not hold.\n" in report
    assert part(report, 'section "Printed", ').splitlines() == [
        "code cell 2 of this section, [2] in JupyterLab:",
        "      | print('one')",
        "      | print(f'{run} steps')",
        "      | print('end')",
        "    printed text:",
        "    line 2 of 3:",
        "    expected  4 steps",
        "    came      3 steps",
        "              ^",
    ]
    assert "expected  5\n    came      4\n" in part(report, 'section "Shown", code cell 2 of')
    assert "line 2 of 2:\n    expected  (nothing)\n    came      b\n" in part(
        report, 'section "Shown", code cell 4'
    )
    changed, unchanged = (
        "If you changed the lesson and this is right, store it",
        "If you changed nothing, do not",
    )
    assert f"  {changed}: python -m gdlesson.classroom.store 01-mismatch.ipynb\n  {unchanged} store it: " in report


def test_a_long_line_is_cut_around_the_difference(bad):
    _, report = bad
    *_, expected, came, mark = part(report, 'section "Shown", code cell 3 of').splitlines()
    assert expected.startswith("    expected  ... ") and expected.endswith(" ...") and len(expected) < 130
    assert (expected[mark.index("^")], came[mark.index("^")]) == ("3", "2")


@pytest.mark.parametrize(
    ("cell", "kind", "expected", "came"),
    [
        (1, "a warning", "(nothing)", "careful"),
        (2, "printed text", "once printed", "(nothing)"),
        (3, "an exception", "(nothing)", "ValueError: invalid literal for int() with base 10: 'x'"),
        (4, "an exception", "TypeError: once raised", "ValueError: invalid literal for int() with base 10: 'y'"),
    ],
)
def test_kinds_of_output(bad, cell, kind, expected, came):
    block = part(bad[1], f'section "Kinds", code cell {cell} of')
    assert f"    {kind}:\n    expected  {expected}\n    came      {came}" in block


def test_an_error_is_reported_once_with_its_line(bad):
    _, report = bad
    assert part(report, 'section "The error", ').splitlines() == [
        "code cell 2 of this section, [3] in JupyterLab:",
        "      | first = 1",
        "      | x = descend()",
        "    expected  no exception",
        "    came      ZeroDivisionError: division by zero",
        "              in line 2 of the cell: x = descend()",
        "    and 3 more cells after it: mend this one first",
    ]


def test_after_an_error_cells_that_reach_their_end_and_differ_are_reported(bad):
    _, report = bad
    assert "expected  8\n    came      9\n" in part(report, 'section "Something else", code cell 1')
    assert report.count('section "Something else"') == 1


def test_an_error_in_the_grammar_names_its_line(bad):
    block = part(bad[1], 'section "Write what is no Python"')
    assert "came      SyntaxError: invalid syntax\n              in line 1 of the cell: def broken(:" in block


def test_a_missing_package_is_named_with_what_installs_it():
    came = [error("ModuleNotFoundError", "No module named 'no_such_package'")]
    assert explain(Failure(code("import no_such_package"), came, RAISED)) == [
        "expected  no exception",
        "came      ModuleNotFoundError: No module named 'no_such_package'",
        "          A package is missing: `python3 start.py` installs all that the lessons need.",
    ]


def test_time_out(tmp_path):
    slow = lesson("# Wait for it", code("import time\ntime.sleep(60)\nend = 1"), code("end"), code("5"))
    nbformat.write(slow, tmp_path / "slow.ipynb")
    status, report = check_here(tmp_path, "slow.ipynb", timeout=1)
    assert status == 1
    block = part(report, 'section "Wait for it", code cell 1')
    assert "expected  the cell ends\n    came      still running after 1 seconds, so it was stopped\n" in block
    assert "  If other programs keep this computer busy, close them and check again.\n" in report
    assert "and 1 more cell after it" in block
    assert "expected  (nothing)\n    came      5\n" in part(report, 'section "Wait for it", code cell 3')
    assert report.endswith("Lessons that do not hold: 1 of 1; 0 cells held.\n")


NEW = "import os\nfrom pathlib import Path\n"


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        ("import time\ntime.perf_counter()", "a second run gave something else"),
        ("print(os.getpid())", "a second run gave something else"),
        ("object()", "a second run gave something else"),
        ("print(os.getcwd())", "it shows a place on this computer"),
        ("print('at 0x7f38a2002700')", "it shows a place on this computer"),
    ],
)
def test_what_only_this_computer_gives_is_not_to_be_stored(tmp_path, source, advice):
    book = lesson("# Vary", code(NEW), code("1 + 1", value("3")), code(source, printed("something else\n")))
    nbformat.write(book, tmp_path / "vary.ipynb")
    status, report = check_here(tmp_path, "vary.ipynb")
    assert status == 1
    assert f"  Do not store what came: {advice}. Make the cell give the same" in report
    assert "classroom.store" not in report


def test_nothing_is_to_be_stored_where_other_packages_are_installed(folder):
    others = [
        "Python is 3.99, not 3.11",
        "numpy is 9.0, not 2.4",
        "keras is 9, not 3",
        "jax is 9, not 0",
        "six is 9, not 1",
    ]
    for name, found, shown in [
        ("01-mismatch", others[:2], "; ".join(others[:2])),
        ("05-rules", others, "; ".join(others[:3]) + "; 2 more packages differ"),
    ]:
        status, report = check_here(folder, f"{name}.ipynb", departures=found)
        assert status == 1
        assert f"  Do not store what came, it may come only here: {shown}.\n" in report
        assert "this one probably holds.\n" in report
        assert "classroom.store" not in report


LOCK = """
requires-python = ">={python}"
[[package]]
name = "numpy"
version = "{numpy}"
resolution-markers = ["python_full_version >= '3.11'"]
[[package]]
name = "numpy"
version = "1.0"
resolution-markers = ["python_full_version < '3.11'"]
[[package]]
name = "not-installed-anywhere"
version = "1.0"
[[package]]
name = "six"
version = "0.1"
[[package]]
name = "traitlets"
version = "0.1"
[[package]]
name = "without-a-version"
"""


def test_departures_from_the_lock(tmp_path):
    """Our own packages first; of the versions in the lock, those for this Python count."""
    here, numpy = "{}.{}".format(*sys.version_info), importlib.metadata.version("numpy")
    traitlets, six = importlib.metadata.version("traitlets"), importlib.metadata.version("six")
    (tmp_path / "uv.lock").write_text(LOCK.format(python=here, numpy=numpy))
    others = [f"traitlets is {traitlets}, not 0.1", f"six is {six}, not 0.1"]
    assert locked.departures(tmp_path / "uv.lock") == others
    (tmp_path / "uv.lock").write_text(LOCK.format(python="3.2", numpy="0.5"))
    first = [f"Python is {here}, not 3.2", f"numpy is {numpy}, not 0.5"]
    assert locked.departures(tmp_path / "uv.lock") == first + others
    assert locked.departures(tmp_path / "no.lock") == [
        "uv.lock is not here, so the packages cannot be compared with it"
    ]
    assert locked.LOCK.is_file()


@pytest.mark.parametrize(("seconds", "limit"), [(0.001, 120), (1.0, 120), (2.5, 300)])
def test_a_slow_computer_gives_cells_more_time(monkeypatch, seconds, limit):
    monkeypatch.setattr(rules, "seconds_of_work", lambda: seconds * rules.OUR_SECONDS)
    assert rules.cell_limit() == limit
    given = []
    monkeypatch.setattr(check, "check", lambda paths, timeout: given.append(timeout))
    check.main([])
    check.main([], timeout=7)
    assert given == [limit, 7]


def test_the_work_that_is_timed_is_short():
    assert 0 < rules.seconds_of_work() < 20


@pytest.mark.parametrize(("given", "limit"), [(120, 300), (60, 60), (2000, 2000)])
def test_plain_pytest_stretches_its_own_limit_only(monkeypatch, given, limit):
    monkeypatch.setattr(rules, "seconds_of_work", lambda: 2.5 * rules.OUR_SECONDS)
    conftest = runpy.run_path(str(CONFTEST))
    config = SimpleNamespace(option=SimpleNamespace(nbval_cell_timeout=given))
    conftest["pytest_configure"](config)
    conftest["pytest_configure"](config)  # once in each process of the tests that run side by side
    assert config.option.nbval_cell_timeout == limit
    conftest["pytest_configure"](SimpleNamespace(option=SimpleNamespace()))


def test_dead_kernel(bad):
    block = part(bad[1], 'section "Die", code cell 2 of this section, [2] in JupyterLab:')
    assert "the kernel died in this cell" in block
    assert "and 1 more cell after it" in block


def test_no_cell_passes_without_being_compared(bad):
    _, report = bad
    for cell, reason in enumerate(
        [UNRUN, UNRUN, "expected  5\n    came      4", "expected  6\n    came      5"], 1
    ):
        assert reason in part(report, f'section "Skip the comparison", code cell {cell}')
    assert 'section "Skip the comparison", code cell 5' not in report


def test_a_slider_that_fails_when_it_is_moved(bad):
    _, report = bad
    block = report.split('section "Live", code cell 1')[1]
    assert "| ... and 4 more lines\n" in block
    assert "ZeroDivisionError: float division by zero\n              in line 7 of the cell: slider.value" in block


def test_an_error_while_a_value_is_displayed(bad):
    assert "came      ValueError: in the display" in bad[1]


def test_files_that_are_no_notebooks(bad):
    _, report = bad
    assert "\n08-broken.ipynb cannot be read, it is not valid JSON: Expecting value: line 2 column 1" in report
    assert "\n09-list.ipynb is not a notebook of format 4: open it in JupyterLab and save it\n" in report
    assert "\n10-none.ipynb cannot be read: No such file or directory\n" in report


def test_good_in_a_terminal_without_unicode(folder):
    status, report = check_here(folder.parent, folder / "07-[good].ipynb", encoding="ascii")
    assert status == 0
    assert "  Hold  .....  5 of 5 cells held, " in report
    assert report.endswith("\nEvery lesson holds: 5 cells in 1 lesson run and compared, every slider moved.\n")


def test_kernel_that_does_not_start(folder, tmp_path):
    shutil.copy(folder / "07-[good].ipynb", tmp_path)
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit(1)")  # as a learner's random.py can do
    status, report = check_here(tmp_path, "07-[good].ipynb")
    assert status == 1
    assert "the kernel did not start: Kernel died" in part(report, 'section "Hold", code cell 1')
    assert "and 4 more cells after it" in report


def test_nothing_to_check(tmp_path, capsys):
    assert check.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == "There are no notebooks, so nothing was checked.\n"
    nbformat.write(lesson("# Only words"), tmp_path / "words.ipynb")
    status, report = check_here(tmp_path, ".")
    assert status == 1
    assert report.endswith("\nNothing was compared: there are no cells with code.\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_interrupt(tmp_path):
    source = "import pathlib, time\npathlib.Path('begun').touch()\ntime.sleep(60)"
    nbformat.write(lesson("# Wait", code(source)), tmp_path / "slow.ipynb")
    command = [sys.executable, "-m", "gdlesson.classroom.check", "slow.ipynb"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for _ in range(300):
        if (tmp_path / "begun").exists():
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    report, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    assert report.endswith("\n\nStopped: lessons without a line above were not checked.\n")
    assert "Traceback" not in report


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_process_that_dies_is_told(tmp_path):
    kill = code("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)")  # as a machine without memory does
    nbformat.write(lesson("# Kill", kill), tmp_path / "kill.ipynb")
    status, report = check_here(tmp_path, "kill.ipynb")
    assert status == 1
    assert "\nA process of the check died (was there enough memory?): lessons without a line above" in report


def test_plain_pytest_has_the_same_rules(tmp_path):
    (tmp_path / "lessons").mkdir()
    shutil.copy(CONFTEST, tmp_path / "lessons")
    moved = code("import os\nos.environ['GDLESSON_MOVE_EVERY_SLIDER']", value("'1'"))
    notebook = lesson(*LESSONS["05-rules"].cells, moved)
    nbformat.write(notebook, tmp_path / "lessons" / "rules.ipynb")
    unit = "import os\ndef test(): assert 'GDLESSON_MOVE_EVERY_SLIDER' not in os.environ\n"
    (tmp_path / "test_unit.py").write_text(unit)
    options = ["--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-rA", "--color=no"]
    command = [sys.executable, "-m", "pytest", *options, "lessons", "test_unit.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.returncode == 1 and done.stderr == ""
    assert "5 failed, 3 passed" in done.stdout
    assert [f"FAILED lessons/rules.ipynb::Cell {n}" in done.stdout for n in range(6)] == [True] * 4 + [False, True]
    assert UNRUN in done.stdout
