"""Every lesson that needs no Keras runs in the browser's Python, with the outputs that are stored."""

import json
import os
import re
import subprocess
from pathlib import Path

import nbformat
import pytest

from gdlesson.classroom.lessons import NOTEBOOKS, code_cells, lessons

pytestmark = pytest.mark.slow

KERNEL = Path(__file__).with_name("kernel.mjs")
COMPARED = ("text/plain", "text/html", "text/markdown")
LESSONS = [each.path.name for each in lessons(NOTEBOOKS) if "import keras" not in each.path.read_text("utf-8")]


def test_all_lessons_but_those_on_keras_are_here():
    assert len(LESSONS) == 19


def test_no_lesson_sends_a_learner_to_what_is_not_there(site):
    for path in site.glob("files/*.ipynb"):
        words = "\n".join(cell.source for cell in nbformat.v4.reads(path.read_text("utf-8")).cells)
        assert "start.py" not in words and "■ in the bar" not in words, path.name
    assert "choose **Kernel → Restart Kernel…**" in next(site.glob("files/00-*")).read_text("utf-8")


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_and_every_slider_moves_in_pyodide(site, name, tmp_path):
    cells = code_cells(nbformat.v4.reads((NOTEBOOKS / name).read_text("utf-8")))
    outputs = run(site, [cell.source for cell in cells], tmp_path)
    for cell, ran in zip(cells, outputs, strict=True):
        assert list(map(told, ran)) == list(map(told, cell.outputs)), cell.source


def run(site, sources, folder):
    """Return the outputs of cells, as a notebook has them, while every explorer moves its sliders."""
    (folder / "cells.json").write_text(json.dumps(sources), "utf-8")
    command = ["node", KERNEL, site, folder / "cells.json", folder / "outputs.json"]
    environment = os.environ | {"GDLESSON_MOVE_EVERY_SLIDER": "1"}
    done = subprocess.run(
        command, cwd=NOTEBOOKS, env=environment, capture_output=True, encoding="utf-8", timeout=900
    )
    assert done.returncode == 0, done.stderr
    return [list(filter(told, ran)) for ran in json.loads((folder / "outputs.json").read_text("utf-8"))]


def told(output):
    """Return what nbval compares of an output; "" if it shows nothing."""
    if output["output_type"] == "stream":
        return output["name"], output["text"]
    if output["output_type"] == "error":
        return re.sub(r"<class '(?:.*\.)?(\w+)'>", r"\1", output["ename"]), output["evalue"]
    return {kind: text for kind, text in output["data"].items() if kind in COMPARED}
