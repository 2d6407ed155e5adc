"""Every lesson, opened and run in JupyterLab as a learner does: it gives what is stored, its explorers live."""

import time

import nbformat
import pytest

pytest.importorskip("playwright")

from explorer import Explorer, answer_questions  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from gdlesson import quadratic  # noqa: E402
from gdlesson.classroom import store  # noqa: E402
from gdlesson.classroom.lessons import NOTEBOOKS  # noqa: E402

pytestmark = pytest.mark.slow

KNOWN = {f.name: f for f in map(quadratic, ([-3, -2, 3],))}  # functions of the lessons, told by the alt text
VIEW = "application/vnd.jupyter.widget-view+json"

# Cells whose training magnifies the last digit of a number, so that each kind of processor draws its own picture.
# What they print is compared everywhere.
CHAOTIC = {"18-compile-it-in-keras.ipynb": "cell-25"}


def test_lesson_runs_as_it_is_stored_and_its_explorers_are_live(lesson, visit, lab, screenshot):
    with visit(lesson) as page:
        answer_questions(page)
        shown = lab.notebook(page)
        outputs = [output for cell in lab.code_cells(page) for output in cell.outputs]
        count = sum({VIEW, "image/png"} <= set(output.get("data", {})) for output in outputs)
        expect(page.locator(".gdlesson-live")).to_have_count(count)
        for number in range(count):
            explorer = Explorer(page, number)
            move_by_keyboard(explorer)
            screenshot(page, f"{lesson.removesuffix('.ipynb')}-{number}")
    stored = (NOTEBOOKS / lesson).read_text(encoding="utf-8")
    assert store.difference(stored, run_of(stored, shown, CHAOTIC.get(lesson))) is None


def test_a_title_on_the_map_opens_its_lesson(visit, lab):
    with visit("00-start-here.ipynb") as page:
        answer_questions(page)
        lab.end_kernel(page)
        page.get_by_role("link", name="04 Choose the learning rate").click()
        page.wait_for_url("**/04-choose-the-learning-rate.ipynb")


def run_of(stored, shown, chaotic):
    """Return a stored notebook with the outputs of a run in JupyterLab, which unfolds the cells that it runs.

    The cell with the id `chaotic` keeps its stored picture.
    """
    notebook = nbformat.v4.reads(stored)
    for cell, ran in zip(notebook.cells, shown.cells, strict=True):
        assert cell.source == ran.source
        if cell.id == chaotic:
            ran.outputs[0].data["image/png"] = cell.outputs[0].data["image/png"]
        if cell.cell_type == "code":
            cell.outputs = ran.outputs
    store.normalize(notebook)
    return notebook


def move_by_keyboard(explorer):
    """Press keys on every slider, and see that words and picture follow."""
    alt, sliders = explorer.image.get_attribute("aria-label"), explorer.root.get_by_role("slider").all()
    f = next((f for name, f in KNOWN.items() if f"f(x) = {name} with a run" in alt and len(sliders) == 3), None)
    idle = 0
    for number, slider in enumerate(sliders):
        moved = False
        for key in ("End", "Home"):
            if moved and number:  # one end is enough
                break
            before = seen_in(explorer)
            slider.press(key)
            if f and number == 0:
                explorer.expect_settled(f)
            moved |= changes(explorer, before)
        idle += not moved
    assert idle <= 1  # turning a circle, or the decay of a constant rate, changes nothing


def changes(explorer, before, seconds=2):
    """Tell whether picture or words become other ones; most do so at once."""
    end = time.monotonic() + seconds
    while seen_in(explorer) == before and time.monotonic() < end:
        explorer.page.wait_for_timeout(100)
    return seen_in(explorer) != before


def seen_in(explorer):
    """Return what picture and words are."""
    return explorer.words.text_content() + explorer.picture()
