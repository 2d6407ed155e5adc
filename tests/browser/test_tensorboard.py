"""TensorBoard's page in a notebook: its curves are drawn, directly and behind a hub's proxy; nothing leaves."""

import io
import re
from urllib.parse import urlsplit

import numpy as np
import pytest

pytest.importorskip("playwright")
pytest.importorskip("tensorboard")

from lab import leaves, watch  # noqa: E402
from matplotlib.image import imread  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.slow

CELLS = [
    """
import gdlesson
from gdlesson import Network, train
from gdlesson.datasets import moons

files = gdlesson.EventFiles()

def learn():
    train(Network((2, 8, 1)), *moons(64), epochs=30, validation=moons(64, seed=1), callbacks=[files])

learn()
""",
    "gdlesson.show_tensorboard(files)",
]
BEHIND = "/user/someone/"
COLORS = {"train": (66, 80, 102), "validation": (18, 181, 203)}  # TensorBoard's, for the first two runs


def board(page):
    """Return TensorBoard's page within the notebook, once its runs are listed."""
    page.locator("iframe[title=TensorBoard]").scroll_into_view_if_needed()
    frame = page.frame_locator("iframe[title=TensorBoard]")
    expect(frame.locator("scalar-card")).to_have_count(2, timeout=60_000)
    for run in COLORS:
        expect(frame.get_by_text(run, exact=True).first).to_be_visible()
    return frame


def columns(card, color):
    """Return in how many columns of a chart's pixels a color is found."""
    pixels = imread(io.BytesIO(card.screenshot()), format="png")[:, :, :3]
    return int((np.abs(pixels - np.divide(color, 255)).max(axis=-1) < 0.06).any(axis=0).sum())


def expect_curves(page, frame):
    """Expect the loss to be drawn for training and for validation, both across a good part of its chart."""
    card = frame.locator("scalar-card", has_text="epoch_loss").locator("line-chart")
    card.scroll_into_view_if_needed()
    wide = card.bounding_box()["width"]
    for _ in range(60):
        found = {run: columns(card, color) for run, color in COLORS.items()}
        if min(found.values()) > 0.3 * wide:
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"of {wide} columns these have the color of a curve: {found}")


def test_the_curves_are_drawn_and_new_ones_come_with_a_reload(server, visit, lab, screenshot):
    with visit(server.write("board.ipynb", *CELLS)) as page:
        frame = board(page)
        expect_curves(page, frame)
        screenshot(page, "tensorboard")
        assert urlsplit(page.frames[-1].url).hostname == "127.0.0.1"
        page.evaluate(
            "jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code: 'learn()'}).done"
        )
        runs, reload = frame.locator("runs-data-table").first, frame.get_by_role("button", name="Last Updated")
        for _ in range(20):  # the server looks for new files once a second
            reload.click()
            page.wait_for_timeout(1000)
            if "run-2/train" in runs.inner_text():
                break
        expect(runs).to_contain_text("run-2/train")
        output = lab.code_cells(page)[1].outputs[0]
        assert not re.search(r"\d", output.data["text/plain"])  # no port is stored


def test_behind_a_hub_the_page_comes_through_the_notebooks_server(lab, browser, screenshot):
    pytest.importorskip("jupyter_server_proxy")
    options = [f"--ServerApp.base_url={BEHIND}"]
    with lab.jupyterlab(None, *options, JUPYTERHUB_SERVICE_PREFIX=BEHIND) as server:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        asked, wrong = [], watch(page)
        page.on("request", lambda request: asked.append(request.url))
        lab.open_notebook(page, server, server.write("board.ipynb", *CELLS))
        lab.run_all(page)
        assert lab.failures(page) == []
        assert page.locator("iframe[title=TensorBoard]").get_attribute("src").startswith(f"{BEHIND}proxy/")
        expect_curves(page, board(page))
        screenshot(page, "tensorboard-behind-a-hub")
        ports = {urlsplit(url).port for url in asked if not url.startswith(("data:", "blob:"))}
        assert ports == {server.port} and not any(map(leaves, asked))
        # the page asks for its fonts at the top of the server, where a proxy does not find them: any font will do
        fonts = [url for url in asked if "/font-roboto/" in url]
        assert len(wrong) == len(fonts) and all("404" in each for each in wrong), wrong
        page.close()
