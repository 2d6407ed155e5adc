"""A race in the browser: sliders move it, ▶ plays it, the words follow, and a click chooses the start."""

import math
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from explorer import PICTURE, POLLING, Explorer  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from gdlesson import explore_race, rosenbrock  # noqa: E402
from gdlesson.explorers.race.tuning import random_starts

pytestmark = pytest.mark.slow

RACE = Path(__file__).parents[2] / "benchmarks" / "race.py"
DESIGNS = ("ours", "unframed", "label", "interact")
CELLS = [
    "from gdlesson import explore_race, rosenbrock\nfrom gdlesson.optimizers import adam, momentum",
    """
def mine(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.8 * velocity - learning_rate * g
    return x + velocity, velocity

explore_race()
""",
    "explore_race(rosenbrock, [momentum, adam, mine])",
]


@pytest.fixture(scope="module")
def page(server, visit):
    name = server.write("two-races.ipynb", *CELLS)
    with visit(name) as page:
        yield page


@pytest.fixture(scope="module")
def wanted():
    return explore_race()


def expect_race(explorer, wanted):
    """Expect words and picture of a race."""
    expect(explorer.words).to_have_text(wanted.verdict)
    explorer.expect_picture(wanted.live.moving)


def test_sliders_and_box_move_all_six_and_the_words_follow(page, wanted):
    explorer = Explorer(page)
    expect_race(explorer, wanted)
    before = explorer.picture()
    for factor in (0.1, 30):
        explorer.type(factor)
        wanted.factor = factor
        expect_race(explorer, wanted)
    explorer.handle.press("Home")
    wanted.factor = 0.01
    expect_race(explorer, wanted)
    assert explorer.picture() != before
    explorer.type(1)
    for number, name in enumerate(["budget", "seed", "start"], start=1):
        explorer.root.get_by_role("slider").nth(number).press("End")
        wanted.set(factor=1, **{name: int(wanted.controls[name].high)})
        expect_race(explorer, wanted)


def test_the_buttons_go_through_the_race(page, wanted):
    explorer = Explorer(page)
    explorer.type(1)
    wanted.set(factor=1)
    buttons = {words: explorer.root.get_by_role("button", name=words) for words in ("◀ back", "step ▶", "▶ play")}
    for words, step in (("step ▶", 0), ("step ▶", 1), ("step ▶", 2), ("◀ back", 1)):
        buttons[words].click()
        wanted.step = step
        expect(explorer.words).to_have_text(wanted.live.words)
        explorer.expect_picture(wanted.live.moving)
    wanted.step = None
    buttons["▶ play"].click()
    expect(explorer.words).to_have_text(wanted.verdict, timeout=60_000)
    explorer.expect_picture(wanted.live.moving)


def test_a_drag_ends_at_the_last_position_and_another_landscape_changes_what_stays(page, wanted):
    explorer = Explorer(page)
    explorer.root.get_by_role("combobox").select_option("Rosenbrock's valley")
    explorer.drag(*(0.5 + 0.5 * math.sin(n) for n in range(30)), 0.3)
    factor = f"{10 ** explorer.position(explorer.handle):.3g}"
    expect(explorer.rate).to_have_value(factor)
    wanted.set(function="Rosenbrock's valley", factor=float(factor))
    expect_race(explorer, wanted)
    assert "Rosenbrock" in explorer.image.get_attribute("aria-label")


def test_a_click_on_the_landscape_chooses_the_nearest_start_for_a_learners_own_optimizer_too(page):
    explorer = Explorer(page, 1)
    expect(explorer.words).to_contain_text("mine")
    (left, right), (bottom, top) = rosenbrock.view
    x, y = random_starts(rosenbrock, 2)[:, 4]
    hand = explorer.root.locator(".hand").first
    box = hand.bounding_box()
    place = {"x": box["width"] * (x - left) / (right - left), "y": box["height"] * (top - y) / (top - bottom)}
    before = explorer.picture()
    hand.click(position=place)
    expect(explorer.root.get_by_role("textbox").last).to_have_value("5")
    changed = f"([root, was]) => ({PICTURE})(root) !== was"
    page.wait_for_function(changed, arg=[explorer.root.element_handle(), before], polling=POLLING)


def test_the_race_benchmark_prints_each_design(lab):
    done = subprocess.run(
        [sys.executable, RACE, "--quick", "--delay", "0"], capture_output=True, encoding="utf-8", timeout=900
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith(DESIGNS)]
    assert [row[0] for row in rows] == [*DESIGNS, "interact"]
    for row in rows:
        assert all(math.isfinite(float(value)) for value in row[3:])
    assert "the last position is the one shown after 4 of 4 drags" in done.stdout
