"""A page that lasts: the next day, several settings in one cell, other themes, a small screen, a screen reader."""

import math
import re

import pytest

pytest.importorskip("playwright")

from explorer import Explorer, explorer_of  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from gdlesson import explore_plane, quadratic  # noqa: E402
from gdlesson.live.number import read_number  # noqa: E402

pytestmark = pytest.mark.slow

F = quadratic([-3, -2, 3])
START = "from gdlesson import ask, explore, explore_plane, explore_map, quadratic"
LAB = "lab = explore(quadratic([-3, -2, 3]))\nlab"
ASK = 'ask("Will it arrive?", ["yes", "no"], "no", "It used all 500 steps.")'
WRONG = "✗ Not quite. The answer is: no. It used all 500 steps."
CELLS = [START, LAB, ASK, "explore_plane()"]
ASLEEP = ".asleep:visible"


def save(page):
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")


def run_cell(page, number):
    """Run a cell as with Shift + Enter."""
    page.locator(".jp-CodeCell .jp-InputArea-editor").nth(number).click()
    page.keyboard.press("Shift+Enter")


def code(page, lab, source):
    """Run a line of code in the notebook's kernel, and wait for its end."""
    page.evaluate(
        "(code) => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code }).done",
        source,
    )


def test_a_reloaded_page_is_live_and_the_next_day_it_shows_what_was_there(lab, server, opened, screenshot):
    with opened("lasting.ipynb", *CELLS) as page:
        explorer = Explorer(page)
        explorer.press("overshoots")
        explorer.expect_run(F, 0.25)
        page.get_by_role("button", name="yes").click()
        expect(page.locator(".told")).to_have_text(WRONG)
        save(page)
        assert (server.folder / "lasting.ipynb").stat().st_size < 1.5e6
        page.reload()
        explorer = Explorer(page)
        explorer.expect_run(F, 0.25)
        expect(page.locator(ASLEEP)).to_have_count(0)
        explorer.press("diverges")  # it is live without running anything
        explorer.expect_run(F, 0.34)
        expect(page.locator(".told")).to_have_text(WRONG)
        seen = explorer.words.inner_text(), explorer.picture(), explorer.rate.input_value()
        save(page)
        lab.end_kernel(page)
        page.goto(server.address("lab/tree/lasting.ipynb"))
        explorer = Explorer(page)
        expect(explorer.root.locator(ASLEEP)).to_have_text(re.compile("run the cells again"))
        assert (explorer.words.inner_text(), explorer.picture(), explorer.rate.input_value()) == seen
        expect(page.locator(".told")).to_have_text(WRONG)
        assert page.get_by_text("model not found").count() == 0
        assert explorer.root.evaluate(BROKEN_SIGNS) == 0
        page.get_by_role("button", name="no", exact=True).click()  # the page answers without a kernel
        expect(page.locator(".told")).to_have_text("✓ Right. It used all 500 steps.")
        screenshot(page, "the-next-day")
        lab.run_all(page)
        expect(page.locator(ASLEEP)).to_have_count(0)
        explorer = Explorer(page)
        explorer.press("steady")
        explorer.expect_run(F, 0.05)


SETTERS = {
    "by attribute": "for rate in rates: lab.learning_rate = rate",
    "by set": "for rate in rates: lab.set(learning_rate=rate, start=rate * 9)",
    "with the code behind a button": "for rate in rates: lab.learning_rate = rate\nlab.preset('overshoots')",
}


@pytest.mark.parametrize(
    "how", [pytest.param(how, marks=pytest.mark.thorough if how == "by set" else ()) for how in SETTERS]
)
def test_of_several_settings_in_a_row_the_last_one_wins_every_time(lab, opened, how):
    with opened("settings.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        for attempt in range(30):
            rates = [
                round(0.01 + 0.29 * ((attempt * 7 + k * 13) % 60) / 60, 4) for k in range((2, 60, 5)[attempt % 3])
            ]
            code(page, lab, f"rates = {rates}\n{SETTERS[how]}")
            rate = 0.25 if "button" in how else rates[-1]
            start = rate * 9 if how == "by set" else 8
            wanted = explorer_of(F)
            wanted.set(start=start, learning_rate=rate, iterations=500, step=None)
            expect(explorer.words).to_have_text(wanted.verdict)
            explorer.expect_picture(wanted.live.moving)
            assert (read_number(explorer.rate.input_value()), float(explorer.start.input_value())) == (rate, start)
            assert explorer.position(explorer.handle) == pytest.approx(math.log10(rate), abs=0.006)


def test_code_that_sets_while_someone_drags_leaves_one_state_everywhere(lab, opened):
    with opened("both.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        for _ in range(10):
            page.evaluate(SET_MEANWHILE)
            explorer.drag(*(0.2 + 0.06 * (n % 10) for n in range(25)))
            page.evaluate("() => window.setting")
            lab.wait_until_quiet(page)
            rate = read_number(explorer.rate.input_value())
            explorer.expect_run(F, rate)
            expect(explorer.root.locator(".computing")).to_have_count(0)
            code(page, lab, f"assert lab.learning_rate == lab.run.learning_rate == {rate!r}")


def test_after_shift_enter_the_whole_explorer_is_in_view(opened):
    with opened("view.ipynb", START, *["1"] * 12, LAB, *["2"] * 6) as page:
        run_cell(page, 13)
        page.wait_for_timeout(1500)
        window = page.locator(".jp-WindowedPanel-outer").bounding_box()
        box = page.locator(".gdlesson-explorer").bounding_box()
        assert box["y"] >= window["y"] - 1 and box["y"] + box["height"] <= window["y"] + window["height"] + 1


def test_while_it_computes_the_picture_says_so(opened):
    slow = (
        "import time\ndef slow(x):\n    time.sleep(0.01)\n    return x * x\nexplore(slow, start=5, iterations=60)"
    )
    with opened("slow.ipynb", START, slow) as page:
        explorer = Explorer(page)
        expect(explorer.root.locator(".computing")).to_have_count(0)
        explorer.handle.press("ArrowRight")
        expect(explorer.root.locator(".computing")).to_have_count(1)
        expect(explorer.root.locator(".computing")).to_have_count(0)


def test_a_screen_reader_is_told_names_and_the_numbers_themselves(opened):
    with opened("names.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        explorer.type("0.3")
        explorer.expect_run(F, 0.3)
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        told = {
            (part["role"]["value"], part.get("name", {}).get("value")): part for part in tree if "role" in part
        }
        assert told["slider", "learning rate"]["value"]["value"] == pytest.approx(0.3)  # not its logarithm
        assert told["textbox", "learning rate, exact value"]["value"]["value"] == "0.3"
        for name in ("slow", "bounces", "◀ back", "step ▶"):
            assert ("button", name) in told
        assert not [role for role, name in told if role in ("slider", "button", "combobox") and not name]


FOCUSED = """() => {
  const { activeElement } = document;
  const label = document.getElementById(activeElement.getAttribute("aria-labelledby"));
  return activeElement.getAttribute("aria-label") ?? label?.innerText ?? activeElement.innerText;
}"""


def test_the_keyboard_reaches_everything_while_another_cell_is_active(opened):
    with opened("keys.ipynb", START, LAB, "1") as page:
        page.locator(".jp-CodeCell").last.click()
        explorer = Explorer(page)
        explorer.handle.focus()
        for _ in range(10):
            page.keyboard.press("ArrowRight")
        explorer.expect_settled(F)
        reached = []
        while "steady" not in reached and len(reached) < 15:
            page.keyboard.press("Tab")
            reached.append(page.evaluate(FOCUSED))
            assert page.evaluate(OUTLINED)
        assert reached[0] == "learning rate, exact value"
        assert {"◀ back", "step ▶", "▶ play", "slow", "start, exact value", "start"} <= set(reached)
        page.keyboard.press("Enter")
        expect(explorer.words).to_contain_text("Steady")
        page.keyboard.press("d")
        page.keyboard.press("d")
        assert page.locator(".jp-CodeCell").count() == 3  # no cell has been deleted


@pytest.mark.parametrize("width", [1280, 600])
def test_it_fits_on_a_small_screen_and_its_text_can_be_read(opened, width, screenshot):
    with opened("fits.ipynb", START, LAB, "explore_plane()", "explore_map(quadratic([0, 0, 1]))") as page:
        if width == 600:
            page.keyboard.press("Control+b")  # without the list of files
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(500)
        for number in range(3):
            explorer = Explorer(page, number)
            screenshot(page, f"fits-{width}-{number}")
            assert explorer.root.evaluate(SMALLEST) >= 11
            if width == 1280:
                assert page.locator(".gdlesson-explorer").nth(number).bounding_box()["height"] <= 650


def test_the_plane_has_numbers_typed_as_fractions(opened):
    with opened("fraction.ipynb", START, "explore_plane()") as page:
        explorer = Explorer(page)
        box = page.get_by_role("textbox", name="learning rate, exact value")
        explorer.type("1/6", box)
        expect(explorer.words).to_have_text(explore_plane(learning_rate=1 / 6).verdict)
        expect(box).to_have_value("1/6")


BROKEN_SIGNS = """(root) => [...root.querySelectorAll(".jupyter-widgets-disconnected")]
  .filter((part) => !["none", "normal"].includes(getComputedStyle(part, "::before").content)
    && getComputedStyle(part, "::before").display !== "none").length"""
SET_MEANWHILE = """() => {
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const code = "import time\\nfor k in range(20):\\n    lab.learning_rate = 0.01 + k / 100\\n    time.sleep(0.01)";
  window.setting = kernel.requestExecute({ code }).done;
}"""
OUTLINED = """() => {
  const style = getComputedStyle(document.activeElement);
  return parseFloat(style.outlineWidth) >= 1 && style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""
# the smallest text in an explorer, in pixels of the screen
SCALE = "(matrix) => matrix ? Math.hypot(matrix.a, matrix.b) : 1"
SMALLEST = f"""(root) => Math.min(...[...root.querySelectorAll("text, .name, figcaption, button")]
  .filter((part) => part.textContent.trim()).map((part) => parseFloat(getComputedStyle(part).fontSize)
    * ({SCALE})(part.getScreenCTM?.())))"""
