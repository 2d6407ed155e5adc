"""The explorer of the outcome map without a browser."""

import math

import numpy as np
import pytest

from gdlesson import Function, descend, double_well, explore_map, quadratic, quartic, verdict
from gdlesson.live.tiles import TILES
from gdlesson.regimes import REGIMES

SQUARE = quadratic([0, 0, 1])


@pytest.fixture
def lab():
    return explore_map([SQUARE, quartic, double_well], start=6, learning_rate=0.3)


def test_the_sliders_of_the_map_and_its_point_are_one(lab):
    lab.live.pointed = [0, 0.75, 0.5]
    low, high = np.log10(lab.outcomes(SQUARE).learning_rates[[0, -1]])
    assert lab.learning_rate == pytest.approx(10 ** ((low + high) / 2), rel=5e-3) and lab.start == 4.5
    lab.live.pointed = [1, 0.25, 0.5]  # on the curve
    assert lab.start == -4.5
    assert (lab.run.learning_rate, lab.run.path[0]) == (lab.learning_rate, lab.start)
    lab.set(learning_rate=0.1, start=-3)
    here = lab.picture.panels[1].here
    assert (here.get_xdata()[0], here.get_ydata()[0]) == (-3, 0.1)
    assert lab.verdict == verdict(descend(SQUARE, -3, 0.1))


def test_another_function_brings_its_own_map_curve_and_ends(lab):
    still, words = lab.live.still, lab.live.description
    lab.function = "x⁴"
    assert lab.live.still != still and lab.live.description != words and "x⁴" in lab.live.description
    assert lab.start == 4 and lab.controls["start"].high == 4
    lab.function = double_well
    assert lab.start == 2 and lab.run.function is double_well
    lab.function = SQUARE
    lab.start = 8
    assert lab.run.path[0] == 8 and lab.live.description == words


def test_the_map_shows_what_the_path_above_it_does(lab):
    names = list(TILES)
    for f in (SQUARE, quartic, double_well):
        lab.function = f
        found = lab.outcomes(f)
        for row in range(3, 200, 31):
            for column in range(5, 200, 17):
                run = descend(f, found.starts[row], found.learning_rates[column])
                assert names[found.regimes[row, column]] == REGIMES[run.regime].word


def test_a_function_that_takes_no_arrays_has_a_coarser_map_and_the_same_answers():
    lab = explore_map(Function(lambda x: x**2 if x > 0 else x**2 + 0.0, view=(-3, 3)), start=2, learning_rate=0.1)
    found = lab.outcomes(lab.function)
    assert found.regimes.shape == (40, 40) and not lab.function.takes_arrays
    run = descend(lab.function, found.starts[32], found.learning_rates[37])
    assert list(TILES)[found.regimes[32, 37]] == {"diverging": "diverges"}[run.regime]


def test_maps_of_functions_with_holes_and_one_without_any_minimum():
    lab = explore_map(Function(lambda x: x - math.log(x), view=(-1, 5)), start=3, learning_rate=0.1)
    assert list(TILES)[lab.outcomes(lab.function).regimes[0, 0]] == "no value"
    lab.start = -0.5
    assert lab.live.failed and "math domain error" in lab.live.words
    lab.start = 2
    assert not lab.live.failed
    lab.live.pointed = [0, 0.01, 0.5]
    assert lab.live.failed and isinstance(lab.error, ValueError) and lab.run is None
    lab.live.pointed = [0, 0.9, 0.5]
    assert not lab.live.failed and lab.error is None
    assert explore_map(lambda x: -x, start=1).run.regime == "slow"


def test_what_has_no_map_is_refused_at_once():
    with pytest.raises(TypeError, match="a function is expected"):
        explore_map("x**2")
    with pytest.raises(ValueError, match="at least one function"):
        explore_map([])
    with pytest.raises(ValueError, match="start must be between -9 and 9, got 50"):
        explore_map(SQUARE, start=50)
    with pytest.raises(ValueError, match="learning_rate must be"):
        explore_map(SQUARE, learning_rate=-1)
    with pytest.raises(ValueError, match="two functions are called f"):
        explore_map([lambda x: x**2, lambda x: x**4])
    with pytest.raises(TypeError, match="start must be one number"):
        explore_map(SQUARE, start="x")
    with pytest.raises(ValueError, match="must be one number, but it has the shape"):
        explore_map(Function(lambda x: x * x, lambda x: [2 * x]))


def test_a_function_that_cannot_be_drawn_leaves_the_others_whole():
    huge = Function(lambda x: 1e200 * (1 + x * x), lambda x: 2e200 * x, name="huge")
    lab = explore_map([SQUARE, huge], start=3, learning_rate=0.1)
    lab.function = "huge"
    assert lab.live.failed and "has no value to draw" in lab.live.words
    lab.start = 2
    assert "has no value to draw" in lab.live.words
    lab.function = SQUARE
    assert not lab.live.failed and lab.verdict == verdict(descend(SQUARE, 2, lab.learning_rate))


def test_pointing_at_the_very_edge_of_an_odd_view():
    odd = Function(lambda x: x * x, lambda x: 2 * x, name="odd", view=(-1.2345678, 2.3456789))
    lab = explore_map(odd)
    for place in ([0, 0, 0], [0, 1, 1], [0, -3, 7]):
        lab.live.pointed = place
        assert lab.error is None and odd.view[0] <= lab.start <= odd.view[1]


def test_going_back_to_a_function_takes_its_picture_from_memory(lab):
    lab.function = "x⁴"
    still = lab.live.still
    lab.function = SQUARE
    lab.function = "x⁴"
    assert lab.live.still is still
