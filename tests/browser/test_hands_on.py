"""The explorers of single lessons in the hands of a learner: keyboard, mouse, the map clicked and dragged over."""

import pytest

pytest.importorskip("playwright")

import numpy as np  # noqa: E402
from explorer import PICTURE, POLLING, Explorer  # noqa: E402
from lab import wait_until_quiet  # noqa: E402
from playwright.sync_api import expect  # noqa: E402
from test_explorer import OVERFLOWING, choose_theme  # noqa: E402

from gdlesson import (
    descend,
    double_well,
    explore_line,
    explore_map,
    explore_slope,
    explore_stopping,
    quadratic,
    quartic,
    verdict,
)
from gdlesson.live.controls import positions

pytestmark = pytest.mark.slow

SQUARE = quadratic([0, 0, 1])
X, Y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])
CELLS = [
    """
import numpy as np
from gdlesson import *
x, y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])
""",
    "explore_line(x, y, slope=0.5, intercept=2)",
    "explore_slope(quartic, x=2, h=1)",
    "explore_stopping(quadratic([0, 0, 1]))",
    "explore_map([quadratic([0, 0, 1]), quartic, double_well], start=6, learning_rate=0.3)",
    'ask("Will it arrive?", ["yes", "no"], "no", "It used all 500 steps.")',
    "print('Slow.')",
    "print('What comes much later.')",
]
MADE = {
    "line": lambda: explore_line(X, Y, slope=0.5, intercept=2),
    "slope": lambda: explore_slope(quartic, x=2, h=1),
    "stopping": lambda: explore_stopping(SQUARE),
    "map": lambda: explore_map([SQUARE, quartic, double_well], start=6, learning_rate=0.3),
}
NUMBERS = {name: number for number, name in enumerate(MADE)}


@pytest.fixture(scope="module")
def page(server, visit):
    name = server.write("lesson-explorers.ipynb", *CELLS)
    with visit(name) as page:
        yield page


def on_page(lab):
    """Return the controls that have a slider or a menu on the page, by name."""
    return {name: control for name, control in lab.controls.items() if name != "step" and "best" not in name}


@pytest.fixture
def name(request):
    return request.param


@pytest.fixture
def wanted(name):
    """Return the explorer of that name in this process: what the page has to show."""
    return MADE[name]()


@pytest.fixture
def explorer(page, name, wanted):
    """Return the explorer of that name on the page as it is at first."""
    explorer = Explorer(page, NUMBERS[name])
    wait_until_quiet(page)  # the last test may have left moves behind
    if name == "line":  # for other points, the best line so far is forgotten
        explorer.type(3, explorer.box(wanted.controls["outlier"]))
    for control in on_page(wanted).values():
        if hasattr(control, "options"):
            menu = explorer.root.get_by_role("combobox", name=control.description, exact=True)
            menu.select_option(control.label)
        else:
            explorer.type(control.value, explorer.box(control))
    expect_same(explorer, wanted)
    return explorer


def of(*names):
    return pytest.mark.parametrize("name", names, indirect=True)


def expect_same(explorer, wanted):
    """Expect words and picture to be those of our own explorer."""
    expect(explorer.words).to_have_text(wanted.verdict)
    explorer.expect_picture(wanted.live.moving)
    expect(explorer.root.locator(".gdlesson-live")).not_to_contain_class("failed")


@of(*MADE)
def test_keys_on_every_slider_move_picture_and_words(explorer, wanted):
    for name, control in on_page(wanted).items():
        if not hasattr(control, "options"):
            for key, value in zip(("Home", "End"), positions(control, 2), strict=True):
                explorer.slider(control).press(key)
                setattr(wanted, name, float(f"{value:.3g}"))
                expect_same(explorer, wanted)


@of(*MADE)
def test_a_slider_dragged_by_mouse_moves_picture_and_words(explorer):
    before = explorer.words.text_content() + explorer.picture()
    explorer.drag(0.9, 0.3, 0.62 if explorer.position(explorer.handle) > 0 else 0.2)
    explorer.page.wait_for_function(CHANGED, arg=[explorer.root.element_handle(), before], polling=POLLING)
    expect(explorer.root.locator(".gdlesson-live")).not_to_contain_class("failed")


@of(*MADE)
def test_the_choice_is_made_by_keyboard(explorer, wanted):
    name, control = next((name, each) for name, each in wanted.controls.items() if hasattr(each, "options"))
    first, second, *_ = control.options.values()
    for key, choice in [("ArrowDown", second), ("ArrowUp", first)]:
        shown, still = explorer.still(), wanted.live.still
        explorer.root.get_by_role("combobox").first.press(key)
        setattr(wanted, name, choice)
        expect_same(explorer, wanted)
        if wanted.live.still != still:
            assert explorer.still() != shown


# the map


def hand(explorer):
    return explorer.root.locator(".hand").first.bounding_box()


def rate_at(up):
    """Return the learning rate so far up on the map, as its box shows it."""
    low, high = np.log10(MADE["map"]().outcomes(SQUARE).learning_rates[[0, -1]])
    return f"{float(f'{10 ** (low + up * (high - low)):.3g}'):g}"


def settled(explorer, f):
    """Expect words and picture of the numbers in the boxes, which come one after the other; return them."""
    wait_until_quiet(explorer.page)
    rate, start = float(explorer.rate.input_value()), float(explorer.start.input_value())
    expect(explorer.words).to_have_text(verdict(descend(f, start, rate)))
    wanted = explore_map([SQUARE, quartic, double_well], start=start, learning_rate=rate)
    explorer.expect_picture(wanted.live.moving)
    return rate, start


@of("map")
@pytest.mark.parametrize(("right", "up"), [(0.1, 0.9), (0.5, 0.5), (0.93, 0.2), (0.02, 0.02)])
def test_a_click_on_the_map_moves_the_sliders(explorer, right, up):
    box = hand(explorer)
    explorer.page.mouse.click(box["x"] + right * box["width"], box["y"] + (1 - up) * box["height"])
    expect(explorer.rate).not_to_have_value("0.3")
    rate, start = settled(explorer, SQUARE)
    assert np.log10(rate) == pytest.approx(np.log10(float(rate_at(up))), abs=0.02)
    assert start == pytest.approx(-9 + 18 * right, abs=0.1)
    assert explorer.position(explorer.handle) == pytest.approx(np.log10(rate), abs=0.02)


@of("map")
def test_a_drag_over_the_map_ends_where_it_is_let_go_even_outside(explorer):
    box = hand(explorer)
    mouse = explorer.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 20)
    mouse.down()
    for part in np.linspace(0, 1, 40):
        mouse.move(box["x"] + 20 + part * 150, box["y"] + 20 + part * (box["height"] + 60))
    mouse.up()
    expect(explorer.rate).to_have_value(rate_at(0))
    start = -9 + 18 * 170 / box["width"]  # along the edge the start still follows
    assert float(explorer.start.input_value()) == pytest.approx(start, abs=0.1)
    settled(explorer, SQUARE)
    mouse.move(box["x"] + 5, box["y"] + 5)  # the button is up: nothing follows
    settled(explorer, SQUARE)
    expect(explorer.rate).to_have_value(rate_at(0))


@of("map")
def test_sliders_move_the_point_on_the_map(explorer):
    explorer.type(0.05)
    explorer.type(3, explorer.start)
    assert settled(explorer, SQUARE) == (0.05, 3)


@of("line")
def test_the_outlier_is_dragged_down(explorer, wanted):
    box = hand(explorer)
    mouse = explorer.page.mouse
    before = explorer.words.text_content()
    mouse.move(box["x"] + 0.93 * box["width"], box["y"] + 0.2 * box["height"])
    mouse.down()
    for part in np.linspace(0.2, 0.8, 20):
        mouse.move(box["x"] + 0.93 * box["width"], box["y"] + part * box["height"])
    mouse.up()
    expect(explorer.words).not_to_have_text(before)
    outlier = explorer.box(wanted.controls["outlier"])
    wait_until_quiet(explorer.page)
    low, high = MADE["line"]().picture.data.get_ylim()
    assert float(outlier.input_value()) == pytest.approx(low + 0.2 * (high - low), abs=0.2)


@of("line")
def test_the_line_is_dragged_by_its_middle(explorer, wanted):
    box = explorer.root.locator(".hand").nth(2).bounding_box()
    mouse, low_high = explorer.page.mouse, MADE["line"]().picture.data.get_ylim()
    middle = box["x"] + box["width"] / 2
    mouse.move(middle, box["y"] + 0.6 * box["height"])
    mouse.down()
    for part in np.linspace(0.6, 0.3, 12):
        mouse.move(middle, box["y"] + part * box["height"])
    mouse.up()
    slope, intercept = (explorer.box(wanted.controls[name]) for name in ("slope", "intercept"))
    wait_until_quiet(explorer.page)
    expect(slope).to_have_value("0.5")
    expect(explorer.words).to_contain_text("MSE")
    x = MADE["line"]().picture.across((0.3 + 0.58) / 2)
    height = float(intercept.input_value()) + 0.5 * x
    assert height == pytest.approx(low_high[0] + 0.7 * (low_high[1] - low_high[0]), abs=0.2)


@of("line", "slope", "stopping", "map")
def test_play_moves_the_picture_step_by_step(explorer, wanted):
    explorer.root.get_by_role("button", name="step ▶").click()
    wanted.step = 1 if wanted.steps is None else 0  # from the last step on, the next one is the first
    expect(explorer.words).to_have_text(wanted.live.words)
    explorer.expect_picture(wanted.live.moving)
    before = explorer.picture()
    explorer.root.get_by_role("button", name="▶ play").click()
    explorer.page.wait_for_function(CHANGED, arg=[explorer.root.element_handle(), before], polling=POLLING)
    explorer.root.get_by_role("button", name="❚❚ pause").click()


def test_a_question_is_answered_on_the_spot_by_keyboard_and_by_mouse(page):
    asked, told = page.get_by_role("group", name="Will it arrive?"), page.locator(".gdlesson-ask .told")
    yes, no = asked.get_by_role("button", name="yes"), asked.get_by_role("button", name="no")
    yes.scroll_into_view_if_needed()
    expect(told).to_have_text("")
    later = [page.get_by_text(words, exact=True) for words in ("Slow.", "What comes much later.")]
    for words in later:
        expect(words).to_be_hidden()  # it may give the answer away
    yes.focus()
    yes.press("Enter")
    expect(told).to_have_text("✗ Not quite. The answer is: no. It used all 500 steps.")
    expect(told).to_have_role("status")
    for words in later:
        expect(words).to_be_visible()
    expect(yes).to_have_attribute("aria-pressed", "true")
    yes.press("Tab")
    expect(no).to_be_focused()
    no.click()
    expect(told).to_have_text("✓ Right. It used all 500 steps.")


@pytest.mark.parametrize("width", [1280, 800])
@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])  # as it was, at the end
def test_they_fit_into_a_window_and_can_be_read_in_the_dark(page, width, theme, screenshot):
    page.set_viewport_size({"width": width, "height": 900})
    choose_theme(page, theme)
    for name, number in NUMBERS.items():
        explorer = Explorer(page, number)
        screenshot(page, f"{name}-{width}-{theme.split()[1].lower()}")
        assert explorer.root.evaluate(OVERFLOWING) == []
        assert explorer.words.evaluate(CONTRAST) > 4.5
    for part in (".question", ".choice >> nth=0", ".told", ".told b"):
        assert page.locator(f".gdlesson-ask {part}").evaluate(CONTRAST) > 4.5


CHANGED = f"""([root, before]) =>
  root.querySelector("figcaption").textContent + ({PICTURE})(root) !== before"""
# the contrast of an element's text with what lies behind it, as WCAG 2 counts it
CONTRAST = """(element) => {
  const numbers = (color) => color.match(/[0-9.]+/g).map(Number);
  let behind = element;
  while (numbers(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const light = (color) => numbers(color).slice(0, 3)
    .map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const pair = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)];
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""
