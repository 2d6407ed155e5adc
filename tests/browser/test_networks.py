"""Networks in training in the browser: keys on every control, progress while it lasts, the last move counts."""

import re

import pytest

pytest.importorskip("playwright")

from explorer import POLLING, Explorer  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from gdlesson import explore_network  # noqa: E402

pytestmark = pytest.mark.slow

QUICK = {"units": 4, "epochs": 6}
CELLS = [
    "from gdlesson import explore_network",
    "explore_network(units=4, epochs=6)",
    """
def tires(x, g, t, learning_rate=0.01):
    if t > 2000:
        raise RuntimeError("that is enough")
    return (x - learning_rate * g,)

explore_network(optimizers=[tires, "adam"], epochs=120)
""",
]
FOCUSED = "(root) => root.contains(document.activeElement)"
CHANGED = "([root, before]) => root.querySelector('figcaption').textContent !== before"
COLLECT = """(words) => {
  window.said = [];
  new MutationObserver(() => window.said.push([words.textContent, words.getAttribute("aria-busy")]))
    .observe(words, {childList: true, characterData: true, subtree: true});
}"""
PROGRESS = "() => window.said.filter(([words]) => words.includes(' of 120')).length >= 3"


@pytest.fixture(scope="module")
def page(server, visit):
    with visit(server.write("networks.ipynb", *CELLS)) as page:
        yield page


@pytest.fixture(scope="module")
def wanted():
    return explore_network(**QUICK)


@pytest.fixture
def explorer(lab, page, wanted):
    """Return the first explorer as it was at first, when the kernel has answered all moves on the way there."""
    explorer = Explorer(page)
    for number, text in enumerate(["moons", "gradient_descent", "32"]):
        choose(explorer, number, text)
    explorer.type(0.1)
    slide(explorer, 1, 4)
    slide(explorer, 2, 6)
    wanted.set(data="moons", optimizer="gradient_descent", learning_rate=0.1, batch_size="32", **QUICK)
    lab.wait_until_quiet(page)
    expect_training(explorer, wanted)
    return explorer


def choose(explorer, number, text):
    """Choose from the list of that number."""
    explorer.root.get_by_role("combobox").nth(number).select_option(text)


def slide(explorer, number, value):
    """Move the slider of that number to a whole number near its lower end, with the keyboard."""
    slider = explorer.root.get_by_role("slider").nth(number)
    slider.press("Home")
    for _ in range(value - 1):
        slider.press("ArrowRight")


def expect_training(explorer, wanted):
    """Expect words and picture of a training that has come to its end."""
    expect(explorer.words).to_have_text(wanted.verdict, timeout=60_000)
    explorer.expect_picture(wanted.live.moving)
    expect(explorer.words).to_have_attribute("aria-busy", "false")
    expect(explorer.image).to_have_attribute("aria-label", wanted.live.description)


def shading(explorer):
    """Return the image of the shaded plane, which is the last one, or "" where there is none."""
    return explorer.root.locator(".moving").last.evaluate(
        "(root) => root.querySelector('image')?.href.baseVal ?? ''"
    )


def test_tab_leads_to_every_control_and_keys_move_it(explorer, page, wanted):
    explorer.root.get_by_role("combobox").first.focus()
    reached = 0
    while page.evaluate(FOCUSED, explorer.root.element_handle()):
        before = explorer.words.text_content()
        if page.evaluate("document.activeElement.matches('select, [role=slider]')"):
            page.keyboard.press(
                "ArrowDown" if page.evaluate("document.activeElement.matches('select')") else "End"
            )
            page.wait_for_function(CHANGED, arg=[explorer.root.element_handle(), before], polling=POLLING)
            reached += 1
        page.keyboard.press("Tab")
    assert reached == len(wanted.controls) - 1 == 6  # the epochs are played with buttons
    everything = {"data": "circles", "optimizer": "momentum", "learning_rate": 10, "units": 32, "epochs": 120}
    wanted.set(**everything, batch_size="64")
    expect_training(explorer, wanted)


def test_the_shading_moves_and_is_gone_where_there_are_several(explorer, wanted):
    first = shading(explorer)
    explorer.type(1)
    wanted.learning_rate = 1
    expect_training(explorer, wanted)
    second = shading(explorer)
    choose(explorer, 0, "circles")
    wanted.data = "circles"
    expect_training(explorer, wanted)
    assert len({first, second, shading(explorer), ""}) == 4
    choose(explorer, 1, "all 6")
    wanted.optimizer = "all 6"
    expect_training(explorer, wanted)
    assert shading(explorer) == ""


def test_the_training_is_played_and_no_epoch_is_left_out(explorer, page, wanted):
    page.evaluate(COLLECT, explorer.words.element_handle())
    explorer.root.get_by_role("button", name="▶ play").click()
    expect(explorer.root.get_by_role("button", name="▶ play")).to_be_visible(timeout=30_000)
    expect(explorer.words).to_have_text(wanted.verdict)
    said = [words for words, _ in page.evaluate("window.said")]
    played = [words.split("Epoch ")[1].split(" ")[0] for words in said if "Epoch" in words]
    assert list(dict.fromkeys(played)) == ["0", "1", "2", "3", "4", "5"]
    explorer.root.get_by_role("button", name="◀ back").click()
    wanted.step = 5
    wanted.wait()
    expect(explorer.words).to_have_text(wanted.live.words)
    explorer.expect_picture(wanted.live.moving)
    wanted.step = None
    explorer.root.get_by_role("button", name="step ▶").click()
    expect_training(explorer, wanted)


def test_progress_is_seen_and_the_next_move_ends_it(explorer, page, wanted):
    choose(explorer, 2, "1")
    explorer.root.get_by_role("slider").nth(2).press("End")
    page.evaluate(COLLECT, explorer.words.element_handle())
    page.wait_for_function(PROGRESS, timeout=60_000)
    expect(explorer.words).to_have_attribute("aria-busy", "true")
    choose(explorer, 2, "32")
    wanted.epochs = 120
    expect_training(explorer, wanted)
    page.wait_for_timeout(500)
    said = page.evaluate("window.said")
    ended = [words for words, _ in said if "one example at a time," in words and "of 120" in words]
    epochs = [int(words.split("Epoch ")[1].split(" of ")[0]) for words in ended]
    assert len(epochs) >= 3 and epochs == sorted(epochs) and epochs[-1] < 120
    assert all(busy == "true" for words, busy in said if " Epoch " in words)
    assert "batches of 32" in said[-1][0] and explorer.words.text_content() == wanted.verdict


def test_whatever_is_moved_while_a_training_is_under_way_the_last_positions_count(explorer, wanted):
    moons = explorer.still()
    choose(explorer, 2, "1")
    explorer.drag(*(0.1 + 0.08 * (n % 10) for n in range(30)), 0.6)
    choose(explorer, 0, "spiral")
    rate = float(f"{10 ** explorer.position(explorer.handle):.3g}")
    wanted.set(data="spiral", learning_rate=rate, batch_size="1")
    expect_training(explorer, wanted)
    spiral = explorer.still()
    explorer.type(0.3)
    choose(explorer, 0, "blobs")
    explorer.root.get_by_role("slider").nth(1).press("ArrowRight")
    wanted.set(data="blobs", learning_rate=0.3, units=5)
    expect_training(explorer, wanted)
    assert len({moons, spiral, explorer.still()}) == 3


def test_an_optimizer_that_fails_in_the_middle_is_told_and_the_next_move_mends_it(page):
    explorer = Explorer(page, 1)
    choose(explorer, 2, "1")
    expect(explorer.words).to_have_text(
        re.compile("fails at step 2001: RuntimeError: that is enough"), timeout=60_000
    )
    expect(explorer.root.locator(".gdlesson-live")).to_contain_class("failed")
    expect(explorer.words).to_have_attribute("aria-busy", "false")
    choose(explorer, 2, "128")
    expect(explorer.words).to_have_text(re.compile("^tires on moons, batches of 128.* After 120 epochs"))
    expect(explorer.root.locator(".gdlesson-live")).not_to_contain_class("failed")
