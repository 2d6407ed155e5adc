"""Keras and our network in the browser: ours first, Keras after it, the words at the end; the last move counts."""

import re

import pytest

pytest.importorskip("playwright")

from explorer import Explorer  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from gdlesson import explore_keras  # noqa: E402

pytestmark = pytest.mark.slow

CELLS = [
    "import gdlesson\n\ngdlesson.prepare_keras()\nimport keras",
    "lab = gdlesson.explore_keras(epochs=10)\nlab",
]


@pytest.fixture(scope="module")
def page(server, visit):
    with visit(server.write("keras-and-ours.ipynb", *CELLS)) as page:
        yield page


@pytest.fixture(scope="module")
def wanted():
    return explore_keras(epochs=10)


def of(page):
    """Return the explorer on the page; its first box is that of the epochs."""
    explorer = Explorer(page)
    explorer.rate = explorer.root.get_by_role("textbox", name="learning rate, exact value")
    return explorer


def expect_runs(explorer, wanted):
    """Expect words and picture of the two trainings."""
    expect(explorer.words).to_have_text(wanted.verdict, timeout=30_000)
    explorer.expect_picture(wanted.live.moving)


def test_rate_epochs_and_optimizer_train_both_anew(page, wanted):
    explorer = of(page)
    expect_runs(explorer, wanted)
    before = explorer.picture()
    explorer.root.get_by_role("combobox").select_option("adam")
    wanted.set(optimizer="adam", learning_rate=0.1, epochs=10)
    expect_runs(explorer, wanted)
    assert explorer.picture() != before
    explorer.type(0.01)
    wanted.learning_rate = 0.01
    expect_runs(explorer, wanted)
    explorer.root.get_by_role("slider").first.press("End")
    wanted.epochs = 40
    expect_runs(explorer, wanted)
    assert "both have a loss of" in wanted.verdict and "0.00001 apart" in wanted.verdict


def test_words_tell_that_keras_is_under_way_until_it_has_finished(page):
    explorer = of(page)
    page.evaluate(COLLECT, explorer.words.element_handle())
    explorer.root.get_by_role("combobox").select_option("rmsprop")
    expect(explorer.words).to_have_text(re.compile("^rmsprop.*After 40 epochs"), timeout=30_000)
    said = page.evaluate("window.said")
    assert "is preparing its training step …" in said[0] and len(said) >= 2


def test_a_drag_ends_at_the_last_position(page, wanted):
    explorer = of(page)
    explorer.handle = explorer.root.get_by_role("slider").nth(1)
    explorer.drag(0.2, 0.9, 0.5, 0.6, 0.55, 0.4)
    rate = f"{10 ** explorer.position(explorer.handle):.3g}"
    expect(explorer.rate).to_have_value(rate, timeout=30_000)
    wanted.set(optimizer="rmsprop", epochs=40, learning_rate=float(rate))
    expect_runs(explorer, wanted)


COLLECT = """(words) => {
  window.said = [];
  new MutationObserver(() => window.said.push(words.textContent))
    .observe(words, {childList: true, characterData: true, subtree: true});
}"""
