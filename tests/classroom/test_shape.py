"""The shape that all lessons share: short, a question first, exercises with hints, links to their neighbors."""

import re
from pathlib import Path
from statistics import median

import pytest

from gdlesson.classroom.lessons import lessons, read

ROOT = Path(__file__).parents[2]
LESSONS = lessons(ROOT / "notebooks")
LONGER = {"07", "10", "16", "17", "18", "19"}  # about 25 minutes; the others at most 20
DETAILS = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.S)
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)


def cells_of(lesson):
    return read(lesson.path).cells


def is_hidden(cell):
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def visible(cells):
    return [cell.source for cell in cells if cell.cell_type == "code" and not is_hidden(cell)]


def prose(cells):
    """Return the text of a lesson as it is read: without folded parts, formulas, code, and addresses."""
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    text = re.sub(r"\[!\[Open in Colab.*", "", DETAILS.sub("", text))
    return re.sub(r"```.*?```|<pre>.*?</pre>|\]\(.*?\)|\$.*?\$", "", text, flags=re.S)


def exercises(cells):
    """Yield the code of each exercise, and the text below it."""
    for cell, below in zip(cells, cells[1:], strict=False):
        if cell.cell_type == "code" and re.search(r"^exercises\.check_\w+\(", cell.source, re.M):
            yield cell.source, below.source


@every_lesson
def test_a_lesson_is_short(lesson):
    cells = cells_of(lesson)
    lines = [len(list(filter(str.strip, source.splitlines()))) for source in visible(cells)]
    longest = max((line for source in visible(cells) for line in source.splitlines()), key=len)
    assert len(longest) <= 105, longest  # what is longer has to be scrolled
    assert len(lines) <= 14 and median(lines) <= 5 and max(lines) <= 15
    assert 450 <= len(re.findall(r"[A-Za-z’']{2,}", prose(cells))) <= 900


@every_lesson
def test_what_only_checks_the_text_never_fails_in_front_of_a_learner(lesson):
    checks = [
        cell.source
        for cell in cells_of(lesson)
        if is_hidden(cell) and "assert " in cell.source and not cell.outputs
    ]
    assert checks and all(source.startswith("with gdlesson.check_text():\n    ") for source in checks)


@every_lesson
def test_it_says_what_you_will_do_how_long_it_takes_and_what_you_have_learned(lesson):
    text = prose(cells_of(lesson))
    assert text.startswith(f"# {int(lesson.number)} · {lesson.title}\n") and "**In this lesson**" in text
    minutes = int(re.search(r"about (\d+) minutes", text)[1])
    assert minutes <= (25 if lesson.number in LONGER else 20)
    points = text.split("## In short")[1]
    assert 1 <= len(re.findall(r"^- ", points, re.M)) <= 5


@every_lesson
def test_a_question_comes_before_any_picture_and_shows_no_code(lesson):
    code = [cell for cell in cells_of(lesson) if cell.cell_type == "code"]
    asking = [number for number, cell in enumerate(code) if "gdlesson.ask(" in cell.source]
    pictures = [
        number for number, cell in enumerate(code) if any("image/png" in o.get("data", {}) for o in cell.outputs)
    ]
    assert asking and all(is_hidden(code[number]) for number in asking)
    assert not pictures or asking[0] <= pictures[0]


@every_lesson
def test_each_exercise_has_three_hints_and_the_third_is_the_first_line_of_a_solution(lesson):
    solved = "\n".join(cell.source for cell in read(ROOT / "notebooks" / "solutions.ipynb").cells)
    found = list(exercises(cells_of(lesson)))
    assert 1 <= len(found) <= 3 and (len(found) >= 2 or lesson.number == "00")
    for source, below in found:
        hints = DETAILS.findall(below)[:3]  # more may follow
        assert [name.strip() for name, _ in hints] == ["A hint", "A second hint", "A third hint"], source
        quoted = re.search(r"```(?:python)?\n(.*?)\n```|`([^`\n]+)`", hints[2][1], re.S)
        line = (quoted[1] or quoted[2]).strip().splitlines()[0].strip()
        assert line in solved and line not in source, line


@every_lesson
def test_after_the_last_exercise_a_line_says_what_the_learner_can_do(lesson):
    cells = cells_of(lesson)
    last = max(k for k, cell in enumerate(cells) if re.search(r"^exercises\.check_\w+\(", cell.source, re.M))
    assert "**You can now**" in "\n".join(cell.source for cell in cells[last:])


@every_lesson
def test_its_last_line_leads_to_its_neighbors(lesson):
    last, number = cells_of(lesson)[-1].source.splitlines()[-1], int(lesson.number)
    neighbors = [LESSONS[k].path.name for k in (number + 1, number - 1) if 0 <= k < len(LESSONS)]
    assert re.findall(r"\((.*?\.ipynb)\)", last)[: len(neighbors)] == neighbors


def test_twenty_one_lessons_in_order():
    assert [lesson.number for lesson in LESSONS] == [f"{k:02d}" for k in range(21)]
