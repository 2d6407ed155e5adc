"""The explorer in the hands of a learner: keyboard, mouse, box, buttons, errors, screen reader, narrow window."""

import math
import re

import pytest

pytest.importorskip("playwright")

from explorer import Explorer  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from gdlesson import explore, quadratic  # noqa: E402
from gdlesson.live.number import read_number  # noqa: E402

pytestmark = pytest.mark.slow

F = quadratic([-3, -2, 3])
CELLS = [
    "from gdlesson import explore, quadratic",
    "explore(quadratic([-3, -2, 3]))",
    """
def mine(x):
    if x > 9:
        raise RuntimeError("my function ends at 9")
    return (x - 2) ** 2

explore(mine, start=8, learning_rate=0.1)
""",
]


@pytest.fixture(scope="module")
def page(server, visit):
    name = server.write("two-explorers.ipynb", *CELLS)
    with visit(name) as page:
        yield page


@pytest.fixture
def explorer(page):
    explorer = Explorer(page)
    explorer.type(0.001)
    explorer.expect_run(F, 0.001)
    return explorer


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowLeft", "PageUp", "PageDown", "Home", "End"])
def test_keys_move_the_slider(explorer, key):
    before = explorer.picture()
    explorer.handle.press(key)
    expect(explorer.rate).not_to_have_value("0.001")
    explorer.expect_settled(F)
    assert explorer.picture() != before


def test_many_quick_keys_end_at_the_last_position(explorer):
    for _ in range(60):
        explorer.handle.press("ArrowRight")
    explorer.expect_settled(F)
    assert explorer.position(explorer.handle) == pytest.approx(-3 + 0.6)


@pytest.mark.parametrize("end", [0.2, 0.845, 0.93, 1.0])
def test_a_fast_drag_ends_at_the_last_position(explorer, end):
    explorer.drag(*(0.5 + 0.5 * math.sin(n) for n in range(40)), end)
    explorer.expect_settled(F)
    assert explorer.position(explorer.handle) == pytest.approx(-4 + 4 * end, abs=0.05)


@pytest.mark.parametrize("rate", ["0.3333333333333333", "1/3", "0,25", "1e-3", "5", "0"])
def test_a_typed_rate_is_taken_as_it_is(explorer, rate):
    explorer.type(rate)
    explorer.expect_run(F, read_number(rate))
    expect(explorer.rate).to_have_value(rate)


def test_a_bad_rate_is_explained_and_the_next_good_one_recovers(explorer):
    for typed, told in [("-1", "must be a finite number, 0 or more"), ("a lot", "“a lot” is not a number")]:
        explorer.type(typed)
        expect(explorer.root.get_by_role("alert").first).to_contain_text(told)
        expect(explorer.rate).to_have_value(typed)
        expect(explorer.rate).to_have_attribute("aria-invalid", "true")
        explorer.expect_run(F, 0.001)
    explorer.rate.press("Escape")
    expect(explorer.rate).to_have_value("0.001")
    expect(explorer.root.get_by_role("alert").first).to_have_text("")
    explorer.type(0.05)
    explorer.expect_run(F, 0.05)
    expect(explorer.root.get_by_role("alert").first).to_have_text("")


@pytest.mark.parametrize("name", ["slow", "steady", "overshoots", "bounces", "diverges"])
def test_presets(explorer, name):
    wanted = explore(F)
    wanted.preset(name)
    explorer.press(name)
    expect(explorer.words).to_have_text(wanted.verdict)
    assert read_number(explorer.rate.input_value()) == wanted.learning_rate
    explorer.expect_run(F)


def test_step_by_step(explorer):
    explorer.press("steady")
    wanted = explore(F)
    wanted.preset("steady")
    for name, by in [("◀ back", -1), ("◀ back", -2), ("step ▶", -1), ("step ▶", 0)]:
        explorer.press(name)
        wanted.step = wanted.run.nit + by
        expect(explorer.words).to_have_text(wanted.live.words)
        explorer.expect_picture(wanted.live.moving)
    explorer.press("step ▶")
    expect(explorer.words).to_contain_text("Step 0 of")


def test_play_runs_to_the_end_and_stops(explorer):
    explorer.type(0.25)
    explorer.expect_run(F, 0.25)
    explorer.press("▶ play")
    expect(explorer.root.get_by_role("button", name="❚❚ pause")).to_be_visible()
    expect(explorer.words).to_have_text(re.compile("^Step [1-9] of"))
    expect(explorer.root.get_by_role("button", name="▶ play")).to_be_visible()
    explorer.expect_run(F, 0.25)


def test_two_explorers_do_not_disturb_each_other(page, explorer):
    other = Explorer(page, 1)
    words, picture = other.words.inner_text(), other.picture()
    explorer.handle.press("End")
    explorer.expect_settled(F)
    assert (other.words.inner_text(), other.picture()) == (words, picture)
    words, picture = explorer.words.inner_text(), explorer.picture()
    other.type(0.2)
    expect(other.words).to_contain_text("0.2·2")
    assert (explorer.words.inner_text(), explorer.picture()) == (words, picture)


def test_an_exception_in_a_learners_function_is_shown_and_recovers(page):
    mine = Explorer(page, 1)
    mine.type(9.5, mine.start)
    expect(mine.words).to_contain_text("RuntimeError: my function ends at 9")
    mine.type(3, mine.start)
    expect(mine.words).to_contain_text("x = 2")
    mine.type(1.5)
    expect(mine.words).to_contain_text("mine has no value")
    mine.type(0.5)
    expect(mine.words).to_contain_text("x = 2")


def test_screen_reader(page, explorer):
    words = explorer.words.element_handle()
    explorer.handle.press("End")
    explorer.expect_settled(F)
    assert explorer.words.element_handle().evaluate("(now, before) => now === before", words)
    assert "3x² − 2x − 3" in explorer.image.get_attribute("aria-label")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    regions = [node for node in tree if node["role"]["value"] == "status"]
    assert explorer.words.inner_text() in [spoken(tree, region) for region in regions]


def spoken(tree, node):
    """Return the text below a node of the accessibility tree; the sign of a badge is not among it."""
    if node["role"]["value"] == "StaticText":
        return node["name"]["value"]
    return "".join(spoken(tree, each) for each in tree if each.get("parentId") == node["nodeId"])


@pytest.mark.parametrize("width", [1280, 800])
@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])  # as it was, at the end
def test_it_fits_into_a_window(page, explorer, width, theme, screenshot):
    page.set_viewport_size({"width": width, "height": 900})
    choose_theme(page, theme)
    explorer.type(0.34)
    explorer.expect_run(F, 0.34)
    explorer.root.scroll_into_view_if_needed()
    screenshot(page, f"explorer-{width}-{theme.split()[1].lower()}")
    assert explorer.root.evaluate(OVERFLOWING) == []


def choose_theme(page, name):
    """Choose a theme in the menu."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item").filter(has_text=re.compile("^Theme$")).hover()
    page.locator(".lm-Menu-item").filter(has_text=re.compile(f"^{name}$")).click()
    page.locator(f"body[data-jp-theme-light={str(name.endswith('Light')).lower()}]").wait_for(state="attached")


# what of an explorer reaches beyond the right edge of its output; what lies inside a picture is cut by it
OVERFLOWING = """(root) => {
  const right = root.closest(".jp-OutputArea").getBoundingClientRect().right + 1;
  const parts = [...root.querySelectorAll("*:not(svg *)")];
  return parts.filter((part) => part.getBoundingClientRect().right > right).map((part) => part.outerHTML);
}"""
