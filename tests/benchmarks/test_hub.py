"""benchmarks/hub.py runs; how much memory and time learners need is not for a test to say."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "hub.py"
CELLS = ["import gdlesson", "gdlesson.explore(gdlesson.quadratic([-3, -2, 3]), learning_rate=0.1)"]


def test_two_learners_move_a_slider_and_each_is_measured(tmp_path):
    title = nbformat.v4.new_markdown_cell("# A lesson")
    book = nbformat.v4.new_notebook(cells=[title, *map(nbformat.v4.new_code_cell, CELLS)])
    nbformat.write(book, tmp_path / "lesson.ipynb")
    command = [sys.executable, SCRIPT, "--learners=2", "--moves=3", tmp_path / "lesson.ipynb"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr
    first, second, third = done.stdout.splitlines()
    assert re.fullmatch(r"2 learners, \d+ processors, load before: \d+\.\d", first)
    measured = re.fullmatch(
        r"A lesson +memory +(\d+) MB, most +(\d+) MB  move to picture +(\d+) ms, 95 % within +(\d+) ms", second
    )
    mean, most, median, within = map(int, measured.groups())
    assert 50 < mean <= most and 0 < median <= within
    assert re.match("(NOT )?reached: ", third)
