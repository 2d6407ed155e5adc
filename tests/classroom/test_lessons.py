"""The lessons' own titles, and the map of them."""

from pathlib import Path

import pytest

from gdlesson import lesson_map
from gdlesson.classroom.lessons import lessons

ROOT = Path(__file__).parents[2]


def test_lessons_tell_their_own_titles():
    titles = {lesson.number: lesson.title for lesson in lessons(ROOT / "notebooks")}
    assert titles["00"] == "Start here" and titles["04"] == "Choose the learning rate"
    words = lesson_map(ROOT / "notebooks").words
    assert all(f"{number} {title}" in words for number, title in titles.items())
    with pytest.raises(FileNotFoundError, match="no lesson"):
        lessons(ROOT / "gdlesson")
