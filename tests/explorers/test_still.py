"""The still picture of one run, on the curve or on the contours."""

import numpy as np
import pytest

from gdlesson import bowl, descend, picture, quadratic, verdict
from gdlesson.explorers.plane.run import plane_verdict
from gdlesson.live.drawing import png

F = quadratic([-3, -2, 3])


def test_a_still_picture_says_its_words():
    run = descend(F, 8, 0.25)
    drawn = picture(run)
    assert drawn.words == verdict(run)
    assert png(drawn.figure).startswith(b"\x89PNG") and png(drawn.figure) == png(drawn.figure)


@pytest.mark.parametrize("step", [None, 0, 7])
def test_a_run_over_the_plane_is_drawn_on_its_contours(step):
    run = descend(bowl(10), [3, 1], 0.18)
    drawn = picture(run, step)
    assert drawn.words == plane_verdict(run) and len(drawn.figure.axes) == 2
    dots = next(line for line in drawn.figure.axes[0].lines if line.get_marker() == "o")
    np.testing.assert_array_equal(dots.get_xydata(), run.path[: None if step is None else step + 1])
    assert png(drawn.figure).startswith(b"\x89PNG")


@pytest.mark.parametrize("step", ["first", True, [], [1, 2], np.nan, -1, 1.5])
def test_a_step_is_a_whole_number(step):
    with pytest.raises((TypeError, ValueError), match="step must be (one|a whole) number"):
        picture(descend(lambda x: x * x, 1.0, 0.1), step)


def test_a_run_in_two_dimensions_has_no_such_picture():
    run = descend(lambda x: x @ x, [1, 2], 0.1)
    with pytest.raises(ValueError, match=r"or of points \(x, y\).*this run has 2"):
        picture(run)
    with pytest.raises(ValueError, match="this run has 3"):
        picture(descend(lambda x: x @ x, [1, 2, 3], 0.1))
