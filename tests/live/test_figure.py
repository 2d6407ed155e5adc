"""What travels: well-formed SVG that lies where Matplotlib would draw, and as little of it as can be."""

import base64
import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.image import AxesImage
from PIL import Image

from gdlesson import descend, quadratic
from gdlesson.explorers.descent.picture import DescentPicture
from gdlesson.live.drawing import moving_line, new_figure, settle
from gdlesson.live.figure import LiveFigure
from gdlesson.live.panels import moving_svg, still_svg
from gdlesson.live.svg import artist_svg, distinct, joined, thinned

F = quadratic([-3, -2, 3])


@pytest.fixture(scope="module")
def drawn():
    return DescentPicture(F)


@pytest.mark.parametrize("rate", [0, 1e-4, 0.001, 0.05, 1 / 6, 0.25, 1 / 3, 0.34, 1.0, 1e9])
def test_every_run_becomes_well_formed_and_small(drawn, rate):
    drawn.show(descend(F, 8, rate))
    svg = moving_svg(drawn.figure, drawn.artists)
    ElementTree.fromstring(f"<both>{svg}</both>")
    assert len(svg) < 15_000 and not re.search(r'\bnan\b|\binf\b|d=""|d="M[^"l]*l"', svg)


def test_points_lie_where_matplotlib_puts_them():
    figure = new_figure(4, 3)
    ax = figure.add_axes([0, 0, 1, 1])
    ax.set(xlim=(0, 4), ylim=(0, 3))
    line = ax.plot([1, 3], [1, 2], color="#0072B2")[0]
    svg = moving_svg(figure, [line])
    assert 'viewBox="0 0 4000 3000"' in svg and 'd="M1000 2000l2000 -1000"' in svg


def test_each_line_style_has_its_own_dashes():
    ax = new_figure(4, 3).add_axes([0, 0, 1, 1])
    svg = [artist_svg(ax.plot([0, 1], style, color="#0072B2")[0], 3000) for style in ("-", "--", "-.")]
    assert [re.findall('dasharray="(.*?)"', text) for text in svg] == [[], ["56 42"], ["97 42 14 42"]]
    drawn = [moving_line(ax, style) for style in ("-", "--", "-.")]
    assert [(line.get_linestyle(), line.get_marker()) for line in drawn] == [("-", ""), ("--", ""), ("-.", "")]


def test_the_still_part_has_no_moving_artist_and_they_are_visible_after(drawn):
    drawn.show(descend(F, 8, 0.34))
    still = still_svg(drawn.figure, drawn.artists)
    assert "#d55e00" not in still.lower().split("</defs>")[0] or "leaves" not in still
    assert drawn.panels[0].path.arrow.get_visible()
    drawn.show(descend(F, 8, 0.001))  # as many steps, so the axis of steps is the same
    assert still_svg(drawn.figure, drawn.artists).count("<path") == still.count("<path")
    assert not drawn.panels[0].path.arrow.get_visible()


def test_thinning_keeps_a_slow_run_together():
    slow = np.column_stack([np.arange(1000) // 3, np.zeros(1000, int)])
    kept = thinned(slow, 10)
    assert len(kept) < 40 and (np.abs(np.diff(kept[:, 0])) <= 11).all() and kept[-1, 0] == 333
    assert len(distinct(np.zeros((50, 2), int))) == 1


def test_a_path_is_absolute_once_and_relative_then():
    assert joined(np.array([[5, 5], [6, 4], [6, 9]])) == "M5 5l1 -1 0 5"


def test_an_image_is_a_png_of_its_colors_at_its_place():
    figure = new_figure(4, 3)
    ax = figure.add_axes([0, 0, 1, 1], xlim=(0, 4), ylim=(0, 3))
    values = np.array([[0.0, 0.5, 1.0], [1.0, 0.2, 0.0]])
    image = AxesImage(ax, extent=(1, 3, 1, 2), origin="lower", cmap="viridis")
    image.set(data=values, clim=(0, 1))
    svg = moving_svg(figure, [ax.add_image(image)])
    assert '<image x="1000" y="1000" width="2000" height="1000"' in svg
    data = re.search(r"data:image/png;base64,([^\"]*)", svg)[1]
    seen = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA"))
    assert np.abs(seen.astype(int) - image.cmap(values[::-1], bytes=True)).max() <= 6


def test_lines_of_two_points_between_gaps_are_separate(drawn):
    figure = new_figure(4, 3)
    ax = figure.add_axes([0, 0, 1, 1], xlim=(0, 4), ylim=(0, 3))
    line = ax.plot([1, 2, np.nan, 3, 4, np.nan, 1], [1, 2, np.nan, 1, 1, np.nan, 1], color="#0072B2")[0]
    assert 'd="M1000 2000l1000 -1000M3000 2000l1000 0"' in moving_svg(figure, [line])


def test_text_is_escaped_and_anchored():
    figure = new_figure(4, 3)
    text = figure.add_subplot().text(0.5, 0.5, "a < b & c", ha="right", color="#222222")
    svg = moving_svg(figure, [text])
    assert "a &lt; b &amp; c" in svg and 'text-anchor="end"' in svg
    text.set_visible(False)
    assert "<text" not in moving_svg(figure, [text])


def test_one_message_carries_picture_and_words(drawn):
    live = LiveFigure(drawn.figure, drawn.artists, "a picture")
    sent = []
    live._send = lambda message, buffers=None: sent.append(message["state"])
    drawn.show(descend(F, 8, 0.05))
    live.redraw("Comes down.")
    assert len(sent) == 1 and set(sent[0]) == {"moving", "words"}
    live.fail("Something is wrong.")
    assert (live.failed, live.words) == (True, "Something is wrong.")
    live.redraw("Well again.")
    assert not live.failed


def test_positions_are_rounded_and_texts_are_not():
    figure = new_figure(3, 2)
    ax = figure.add_subplot()
    ax.plot([0, 1 / 3], [0, 1 / 7])
    ax.set_title("nearer than 0.00001, tick 0.001")
    settle(figure)
    still = still_svg(figure, [])
    assert "nearer than 0.00001, tick 0.001" in still and not re.search(r"<[^>]*\.\d{3}", still)
