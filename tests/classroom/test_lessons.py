"""The lessons' own titles, the map of them, and the form in which they are stored."""

import re
from pathlib import Path

import pytest

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
