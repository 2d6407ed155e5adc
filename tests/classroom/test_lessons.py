"""The lessons' own titles, the map of them, and the form in which they are stored."""

import base64
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from gdlesson.classroom import store
from gdlesson.classroom.lessons import lessons, read

ROOT = Path(__file__).parents[2]


def test_lessons_tell_their_own_titles():
    titles = {lesson.number: lesson.title for lesson in lessons(ROOT / "notebooks")}
    assert titles["00"] == "Start here" and titles["04"] == "Choose the learning rate"
    with pytest.raises(FileNotFoundError, match="no lesson"):
        lessons(ROOT / "gdlesson")


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_are_stored_in_the_normal_form(path):
    """That they give what is stored is tested by the check, and by tests/browser with their pictures."""
    notebook = read(path)
    store.normalize(notebook)
    assert store.text_of(notebook) == path.read_text(encoding="utf-8")


BRITISH = r"grey|towards|learnt|any more|behaviour|colour|centre|neighbour\w*|(?:mini|opti)mis(?:e|ing|ation)\w*"


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_lessons_are_spelled_the_american_way_and_call_a_run_a_run(path):
    text = "\n".join(cell.source for cell in read(path).cells)
    assert not re.findall(rf"\b(?:{BRITISH}|walk\w*)\b", text, flags=re.IGNORECASE)


LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
MISSING_ON_COLAB = {"anywidget", "psygnal"}  # of what our core needs, and what that needs; it has all the rest
COLAB = "https://colab.research.google.com/github/gdlesson/gdlesson/blob/HEAD/notebooks/"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_badge_opens_the_lesson_in_colab(path):
    first = read(path).cells[0]
    assert f"[![Open in Colab](attachment:colab.png)]({COLAB}{path.name})" in first.source
    badge = base64.b64decode(first.attachments["colab.png"]["image/png"])
    assert badge == (ROOT / "docs" / "colab.png").read_bytes()


class Shell:
    """What the first cell uses of IPython and of Colab."""

    def __init__(self):
        self.commands, self.allowed = [], 0

    def system(self, command):
        self.commands.append(command)

    def enable_custom_widget_manager(self):
        self.allowed += 1


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_first_cell_installs_the_core_on_colab_and_does_nothing_elsewhere(path, monkeypatch):
    cell, shell = read(path).cells[1], Shell()
    assert cell.source.startswith("# On Google Colab only") and cell.metadata.jupyter.source_hidden
    code = TransformerManager().transform_cell(cell.source)
    exec(code, {"get_ipython": lambda: shell})
    assert (shell.commands, shell.allowed) == ([], 0)
    monkeypatch.setitem(sys.modules, "google", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "google.colab", SimpleNamespace(output=shell))
    exec(code, {"get_ipython": lambda: shell})
    assert shell.allowed == 1
    words = " ".join(shell.commands).split()
    assert words[:2] == ["pip", "install"] and "--no-deps" in words
    assert words[-1] == "git+https://github.com/gdlesson/gdlesson"
    assert set(words) >= MISSING_ON_COLAB
