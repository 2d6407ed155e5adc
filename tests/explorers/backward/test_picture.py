"""The drawn network: its numbers can be told apart, wherever the controls stand."""

from itertools import combinations

import numpy as np
import pytest

import gdlesson
from gdlesson.explorers.backward.picture import BackwardPicture, short
from gdlesson.explorers.backward.run import EXAMPLES, NAMES, STAGES, passes
from gdlesson.live.svg import text_svg


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("weight", NAMES)
def test_no_number_covers_another(example, weight):
    picture = BackwardPicture()
    for change in (-2.95, -1.35, 0.0, 2.65):
        picture.show(passes(example, weight, change, STAGES))
        texts = [text for text in picture.ax.texts if text.get_text()]
        boxes = [text.get_window_extent() for text in texts]
        for one, other in combinations(range(len(boxes)), 2):
            assert not boxes[one].overlaps(boxes[other]), (texts[one].get_text(), texts[other].get_text())


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("weight", NAMES)
def test_no_number_of_a_weight_touches_one_of_the_lines(example, weight):
    picture = BackwardPicture()
    for change in (-2.95, -1.35, 0.0, 2.65):
        picture.show(passes(example, weight, change, STAGES))
        lines = [line for drawn in picture.weights for line in drawn.slopes.values() if line.get_visible()]
        for text in [text for drawn in picture.weights for text in (drawn.value, drawn.slope)]:
            box = text.get_window_extent()
            for line in lines:
                (x0, y0), (x1, y1) = line.get_transform().transform(line.get_xydata())
                along = np.linspace(0, 1, 200)
                xs, ys = x0 + along * (x1 - x0), y0 + along * (y1 - y0)
                hit = (box.x0 < xs) & (xs < box.x1) & (box.y0 < ys) & (ys < box.y1)
                assert not hit.any(), (text.get_text(), example, weight, change)


def test_slopes_are_bold_and_weights_are_not():
    lab = gdlesson.explore_backward()
    lab.step = STAGES
    for drawn in lab.picture.weights:
        assert 'font-weight="bold"' in text_svg(drawn.slope, 100)
        assert "font-weight" not in text_svg(drawn.value, 100)


@pytest.mark.parametrize(
    ("slope", "words"),
    [(0.0, "0"), (-1e-17, "0"), (2e-5, "≈ 0"), (-9e-4, "≈ 0"), (-0.099, "−0.099"), (1.5, "1.5")],
)
def test_slopes_are_short(slope, words):
    assert short(slope) == words
