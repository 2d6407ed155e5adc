"""A learner's errors in a real kernel: the lines they wrote and the last sentence, and not our insides."""

import re
import subprocess
import sys

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

import gdlesson

BEGIN = """
import math
import gdlesson
from gdlesson import Network, bowl, descend, quadratic, train
from gdlesson.datasets import moons
from gdlesson.losses import mse
f, lab = quadratic([-3, -2, 3]), gdlesson.explore(quadratic([-3, -2, 3]))

def root(x):
    return math.sqrt(x)

def tired(x, g, t, learning_rate=0.1):
    if t > 3:
        return 1 / 0
    return (x - learning_rate * g,)

def slip(epoch, logs):
    logs["speed"]
"""
EXPLORERS = {f"gdlesson.{name}(no=1)": "TypeError: " for name in gdlesson.__all__ if name.startswith("explore")}
MISTAKES = {  # a line, and how its error ends
    'descend(f, 8, "fast")': "TypeError: learning_rate must be one number, got 'fast'",
    "descend(f, 8)": "TypeError: descend() missing",
    "Network((2, 0))": "ValueError: sizes must be two or more whole numbers",
    "train(Network((2, 1)), 3, 4)": "ValueError: x must have the shape",
    "mse(None, None)": "TypeError: actual must be numbers",
    'gdlesson.ask("How many?", 3)': "TypeError: ",
    "gdlesson.no_such_name": "AttributeError: module 'gdlesson' has no attribute 'no_such_name'",
    "lab.start = 1000": "ValueError: start must be between",
    "lab.set(speed=3)": "AttributeError: this explorer has no 'speed'",
    "gdlesson.explore_line([1, 2], [3])": "ValueError: ",
    **EXPLORERS,
}
OWN = {  # a line, the learner's own line in which it fails, and how its error ends
    "descend(root, -2, 1)": ("    return math.sqrt(x)", "ValueError: root failed at x = "),
    "gdlesson.explore(root, start=-1)": ("    return math.sqrt(x)", "ValueError: root failed at x = -1.0: "),
    "descend(f, 8, 0.1, optimizer=tired)": ("        return 1 / 0", "ValueError: tired fails at step 4: "),
    "gdlesson.explore_plane(bowl(9), optimizers=[tired])": ("        return 1 / 0", "ValueError: tired fails "),
    "gdlesson.explore_race(bowl(9), [tired])": ("        return 1 / 0", "ValueError: tired fails at step 4: "),
    "train(Network((2, 1)), *moons(64), tired, epochs=9)": ("        return 1 / 0", "ValueError: tired fails "),
    "train(Network((2, 1)), *moons(64), callbacks=[slip])": ('    logs["speed"]', "KeyError: 'speed'"),
}
LAST = ["1 / 0", "lab = gdlesson.explore(root, start=2)\nlab.start = -1", "print(lab.live.words)"]
INSIDES = ["descend(root, -1, 1)", "%xmode --show", "%tb"]


@pytest.fixture(scope="module")
def shown():
    """What a kernel shows for each of the lines: a list of outputs."""
    sources = [BEGIN, *MISTAKES, *OWN, *LAST, *INSIDES]
    cells = [new_code_cell(source, metadata={"tags": ["raises-exception"]}) for source in sources]
    notebook = NotebookClient(new_notebook(cells=cells), kernel_name="python3").execute()
    assert not notebook.cells[0].outputs
    return {cell.source: cell.outputs for cell in notebook.cells}


def traceback(outputs):
    (error,) = outputs
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback)).splitlines()


def places(lines):
    """Return where each frame of a traceback is."""
    return [line for line in lines if re.match(r"Cell In|File ", line)]


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_shows_its_own_line_and_the_sentence(shown, line):
    lines = traceback(shown[line])
    assert len(places(lines)) == 1 and places(lines)[0].startswith("Cell In"), lines
    assert f"----> 1 {line}" in lines and lines[-1].startswith(MISTAKES[line])


@pytest.mark.parametrize("line", OWN)
def test_a_learners_own_function_shows_its_line_and_the_one_that_called_it(shown, line):
    lines, (own, sentence) = traceback(shown[line]), OWN[line]
    called, failed = places(lines)
    assert called.startswith("Cell In") and failed.startswith("Cell In") and ", in " in failed
    arrows = [line for line in lines if line.startswith("---->") or line.startswith("--->")]
    assert arrows[0] == f"----> 1 {line}" and arrows[1].endswith(own) and len(arrows) == 2
    assert lines[-1].startswith(sentence) and "The above exception" not in "\n".join(lines)


def test_an_explorer_says_the_line_of_a_function_that_fails_at_a_move(shown):
    words = "root failed at x = -1.0: ValueError: math domain error. It happens in the line  return math.sqrt(x)\n"
    assert shown["print(lab.live.words)"][0].text == words


def test_other_errors_are_shown_as_ever(shown):
    lines = traceback(shown["1 / 0"])
    assert len(places(lines)) == 1 and lines[-1] == "ZeroDivisionError: division by zero"


def test_the_insides_are_shown_on_request(shown):
    first, _, all_of_it = INSIDES
    assert len(places(traceback(shown[first]))) == 2
    found = "\n".join(places(traceback(shown[all_of_it])))
    assert "descent.py" in found and "checks.py" in found
    assert "direct cause of the following" in "\n".join(traceback(shown[all_of_it]))


def test_it_loads_where_there_are_no_users_as_in_a_browser():
    code = "import site; site.getusersitepackages = lambda: None; from gdlesson.live import tracebacks as t; "
    check = code + "print(all(isinstance(folder, str) for folder in t.LIBRARIES))"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, encoding="utf-8").stdout == "True\n"


def test_without_ipython_a_traceback_is_pythons_own():
    done = subprocess.run(
        [sys.executable, "-c", "import gdlesson; gdlesson.descend(gdlesson.quartic, 8, 'fast')"],
        capture_output=True,
        encoding="utf-8",
    )
    assert "descent.py" in done.stderr and "IPython" not in done.stderr
