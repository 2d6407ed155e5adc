"""Curves drawn while a network trains, as a learner sees them: during the training, after it, and another day."""

import contextlib

import pytest

pytest.importorskip("playwright")

from lab import watch  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.slow

READY = """
import time
import gdlesson
from gdlesson import Network, train
from gdlesson.datasets import moons

x, y = moons(64)
seen = moons(64, seed=1)
curves = gdlesson.LiveCurves(epochs=80)
"""
OURS = """
train(Network((2, 8, 1)), x, y, epochs=80, validation=seen,
      callbacks=[curves, lambda epoch, logs: time.sleep(0.05)]).epochs
"""
KERAS = """
gdlesson.prepare_keras()
import keras
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="sgd", metrics=["accuracy"])
slow = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: time.sleep(0.05))
len(model.fit(x, y, epochs=80, verbose=0, validation_data=seen, callbacks=[curves, slow]).epoch)
"""
SEEN = """() => ({
  busy: jupyterapp.shell.currentWidget.content.model.sharedModel.toJSON().cells[1].execution_count === null,
  bar: document.querySelector(".gdlesson-live .moving text")?.textContent,
  drawn: [...document.querySelectorAll(".gdlesson-live .moving")].map((part) => part.innerHTML).join("").length,
  field: document.querySelector(".gdlesson-live .moving image")?.getAttribute("href") ?? null,
  alt: document.querySelector(".gdlesson-live [role=img]")?.getAttribute("aria-label"),
  words: document.querySelector(".gdlesson-live [role=status]")?.textContent,
})"""


@pytest.fixture
def training(lab, browser, server):
    """Return a context in which the cells of a notebook have been started, and nothing goes wrong."""

    @contextlib.contextmanager
    def training(name, *cells):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        wrong = watch(page)
        lab.open_notebook(page, server, server.write(name, *cells))
        lab.start_all(page)
        page.locator(".gdlesson-live .moving > svg").first.wait_for(timeout=60_000)
        yield page
        assert wrong == []
        page.close()

    return training


def watched(page):
    """Return what is seen before the cell has ended, each picture once."""
    seen = []
    while (now := page.evaluate(SEEN))["busy"]:
        if now["bar"] and (not seen or now != seen[-1]):
            seen.append(now)
        page.wait_for_timeout(50)
    return seen


ALT = {
    "ours": "Top left: the loss against the epoch. Below it: accuracy.",
    "keras": "Left: the loss against the epoch. Right: accuracy.",
}


@pytest.mark.parametrize(("name", "cell"), [("ours", OURS), ("keras", KERAS)])
def test_the_curves_grow_while_the_cell_is_busy_and_stay_afterwards(name, cell, training, lab, screenshot):
    with training(f"watch-{name}.ipynb", READY, cell) as page:
        screenshot(page, f"watching-{name}")
        seen = watched(page)
        epochs = [int(each["bar"].split()[1]) for each in seen]
        assert len(seen) >= 5 and epochs == sorted(epochs) and all(" of 80 " in each["bar"] for each in seen)
        assert seen[0]["alt"].startswith(ALT[name])
        fields = {each["field"] for each in seen}
        assert len(fields) > 3 if name == "ours" else fields == {None}  # what our network answers changes, too
        assert seen[-1]["drawn"] > seen[0]["drawn"]  # longer lines
        assert 2 <= len({each["words"] for each in seen}) < len(seen)  # a screen reader is told less often
        lab.wait_for_all(page)
        expect(page.locator(".gdlesson-live")).to_have_count(0)
        image = page.locator(".jp-OutputArea-output img")
        expect(image).to_have_count(1)
        assert image.evaluate("image => image.naturalWidth") == 900
        outputs = lab.code_cells(page)[1].outputs
        assert [set(output.data) for output in outputs] == [{"image/png", "text/plain"}, {"text/plain"}]
        assert outputs[1].data["text/plain"] == "80"


def test_another_day_the_image_is_still_there(training, lab):
    with training("saved.ipynb", READY, OURS) as page:
        lab.wait_for_all(page)
        page.keyboard.press("Control+s")
        expect(page.locator(".jp-mod-dirty")).to_have_count(0)
        page.reload()
        image = page.locator(".jp-OutputArea-output img")
        expect(image).to_have_count(1, timeout=60_000)
        image.scroll_into_view_if_needed()
        assert image.evaluate("image => image.naturalWidth") == 900
        expect(page.get_by_text("Error displaying widget")).to_have_count(0)


def test_a_training_that_is_interrupted_leaves_its_picture_and_the_next_one_runs(training, lab):
    with training("interrupted.ipynb", READY, OURS) as page:
        page.wait_for_function("() => /epoch [1-9]/.test(document.querySelector('.moving text')?.textContent)")
        page.get_by_role("menuitem", name="Kernel", exact=True).click()
        page.get_by_role("menuitem", name="Interrupt Kernel").click()
        page.wait_for_function(f"() => !({SEEN})().busy")
        expect(page.locator(".gdlesson-live")).to_have_count(0)
        picture, error = lab.code_cells(page)[1].outputs
        assert set(picture.data) == {"image/png", "text/plain"} and error.ename == "KeyboardInterrupt"
        lab.run_all(page)
        assert lab.failures(page) == []
