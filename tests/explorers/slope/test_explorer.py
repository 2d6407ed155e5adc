"""The explorer of a secant without a browser."""

import math

import numpy as np
import pytest

from gdlesson import Function, explore_slope, quadratic
from gdlesson.explorers.slope.run import secant, secant_verdict
from gdlesson.live.controls import positions

SQUARE, CUBE = quadratic([0, 0, 1]), Function(lambda x: x**3, lambda x: 3 * x**2, name="x³")


def test_the_secant_follows_its_controls():
    lab = explore_slope(CUBE, x=5, h=1)
    lab.set(x=3, h=1e-3, difference="central")
    assert lab.verdict == secant_verdict(secant(CUBE, 3.0, 1e-3, "central"))
    lab.controls["h"].typed = "0"
    assert lab.live.failed and "h must be more than 0" in lab.live.words
    lab.h = 0.1
    assert not lab.live.failed


def test_a_slope_that_cannot_be_shown_is_refused_at_once():
    with pytest.raises(ValueError, match="x must be between"):
        explore_slope(SQUARE, x=1000)
    with pytest.raises(ValueError, match="h must be more than 0"):
        explore_slope(SQUARE, h=0)
    with pytest.raises(ValueError, match="difference must be one of forward, central, got 'sideways'"):
        explore_slope(SQUARE, difference="sideways")
    with pytest.raises(TypeError, match="a function is expected"):
        explore_slope("x²")
    assert "the same number" in explore_slope(lambda x: math.exp(x), x=1, h=1e-16, view=(0, 3)).verdict


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (Function(lambda x: x * x, lambda x: [2 * x]), "must be one number, but it has the shape"),
        (lambda x, y: x, "missing 1 required positional argument"),
    ],
)
def test_what_is_wrong_is_said_in_words(f, words):
    with pytest.raises(ValueError, match=words):
        explore_slope(f)


def test_errors_are_shown_or_not_and_the_view_has_two_ends():
    for errors in ("no", None, 1, []):
        with pytest.raises(TypeError, match="errors must be True or False, got"):
            explore_slope(quadratic([0, 0, 1]), errors=errors)
    with pytest.raises(ValueError, match=r"view must be two finite numbers in rising order, got \(\(1.0, 2.0\)"):
        explore_slope(quadratic([0, 0, 1]), view=[[1, 2], [3, 4]])


def test_a_view_may_be_an_array_and_x_is_first_in_its_middle():
    assert explore_slope(SQUARE, view=np.array([0, 5])).x == 2.5
    assert explore_slope(quadratic([0, -40, 1])).x == 20


def test_without_errors_the_slope_has_one_picture_and_larger_steps():
    lab = explore_slope(SQUARE, x=2, h=5, errors=False)
    assert len(lab.picture.figure.axes) == 1 and positions(lab.controls["h"])[0] == 0.01
    lab.sweep()
