"""What can be seen well: lines and names in a dark theme, which turns light and dark around, and shaded signs."""

import numpy as np
import pytest
from colors import CSS, contrast, in_dark, light_of
from matplotlib.colors import to_rgb

from gdlesson import bowl, explore_race
from gdlesson.live.drawing import new_figure
from gdlesson.live.field import DEEP, NO, YES, FieldPanel
from gdlesson.live.looks import COLORS, LIGHT, OPTIMIZERS, SKY, looks, readable
from gdlesson.live.palette import BLUE

PAPER = "#111111"  # of JupyterLab's dark theme


@pytest.mark.parametrize("color", COLORS)
def test_a_line_and_its_name_can_be_read_in_a_dark_theme(color):
    line, name = in_dark(color), in_dark(readable(color))
    assert min(contrast(line, to_rgb(PAPER)), contrast(name, to_rgb(PAPER))) >= 4.5
    assert np.abs(line - name).max() < (0.01 if color in LIGHT else 0.13)


def test_the_lighter_one_of_two_blues_stays_the_lighter_one():
    assert light_of(to_rgb(SKY)) > light_of(to_rgb(BLUE))
    assert light_of(in_dark(SKY)) > light_of(in_dark(BLUE))


@pytest.mark.parametrize("seen", [to_rgb, in_dark], ids=["light", "dark"])
def test_the_signs_of_examples_can_be_seen_under_the_deepest_shades(seen):
    ax = new_figure(4, 4).add_subplot()
    x, y = np.array([[0.0, 0], [1, 1]]), np.array([0, 1])
    FieldPanel(ax, x, y, validation=(x[::-1], y))
    signs = {line.get_marker(): line for line in ax.lines if line.get_marker() in ("s", "o", "_", "+")}
    assert {mark: len(line.get_xdata()) for mark, line in signs.items()} == {"s": 1, "o": 1, "_": 1, "+": 1}
    for mark, line in signs.items():
        shade = seen(NO if mark in "s_" else YES)
        sign, around = (
            DEEP * np.array(shade) + (1 - DEEP) * np.array(seen(color)) for color in (line.get_color(), "white")
        )
        assert contrast(sign, around) > 3.5, mark
    assert signs["_"].get_markersize() > 5 and signs["_"].get_markeredgewidth() > 1


def test_the_page_finds_the_light_lines_by_the_colors_that_are_written():
    drawn = explore_race(bowl(30)).live.moving
    used = {looks(place)[0] for place in range(len(OPTIMIZERS))}
    assert used > LIGHT
    for color in LIGHT:
        for found in (f'stroke="{color}"', f'fill="{color}"'):
            assert found in drawn and f".moving [{found}]" in CSS
        assert f'fill="{readable(color)}"' in drawn
