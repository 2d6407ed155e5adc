"""The descent over the plane: its words, its picture, its explorer."""

import numpy as np
import pytest

from gdlesson import beale, bowl, descend, explore_plane, hubble, picture, quadratic, rosenbrock, saddle
from gdlesson.functions import Function
from gdlesson.optimizers import adam, gradient_descent, momentum
from gdlesson.plane import errors_along, main_directions, plane_verdict
from gdlesson.plane_pictures import contour_levels


def mine(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.5 * velocity - learning_rate * g
    return x + velocity, velocity


@pytest.mark.parametrize("angle", [0, 25, 90, 140])
def test_errors_fall_by_their_multipliers(angle):
    run = descend(bowl(10, angle), [2.0, 1.0], 0.15, max_iterations=20)
    across, along = errors_along(run)
    assert across[1:] == pytest.approx(0.5 * across[:-1], rel=1e-6)
    assert along[1:] == pytest.approx(0.85 * along[:-1], rel=1e-6)
    assert main_directions(bowl(10, angle), [0, 0])[0] == pytest.approx([10, 1])


@pytest.mark.parametrize(
    ("rate", "end"),
    [
        (0.05, "across it falls faster"),
        (0.19, "along it falls faster"),
        (2 / 11, "both fall equally fast"),
        (0.21, "across it grows"),
        (2.5, "across it grows"),
    ],
)
def test_the_words_are_those_of_the_run(rate, end):
    words = plane_verdict(descend(bowl(10, 20), [2.0, 1.0], rate))
    assert words.endswith(f": {end}.") and "across the valley by 1 − " in words


def test_no_multipliers_where_there_are_none():
    for run in (
        descend(rosenbrock, [-1, 1], 0.001),
        descend(bowl(10), [1, 1], 0.01, optimizer=momentum),
        descend(bowl(10), [0, 0], 0.01),
        descend(bowl(10), [1, 1], lambda step: 0.1),
    ):
        assert "multiplies" not in plane_verdict(run)


def test_a_bowl_narrows_and_turns():
    lab = explore_plane(condition=10, angle=30)
    still, rings = lab.live.still, lab.live.moving
    lab.set(condition=40, angle=100, learning_rate=0.01)
    assert lab.run.function.name == "a bowl, κ = 40, turned by 100°"
    assert lab.live.still == still and lab.live.moving != rings  # nothing is drawn anew
    assert "1 − 0.01·40 = 0.6" in lab.verdict and len(lab.live.moving) < 20_000
    lab.point(1.234, -0.567)
    assert lab.run.path[0] == pytest.approx([1.23, -0.57])
    lab.sweep()


def test_functions_and_optimizers_to_choose_from():
    lab = explore_plane([rosenbrock, beale, saddle, hubble], optimizers=[gradient_descent, "adam", mine])
    stills = set()
    for f in (rosenbrock, beale, saddle, hubble):
        lab.function = f
        for rule in (gradient_descent, adam, mine):
            lab.optimizer = rule
            assert lab.run.function is f and (lab.run.optimizer or gradient_descent) is rule
            assert f.name in lab.live.description
            stills.add(lab.live.still)
    assert len(stills) == 4
    lab.sweep()


def test_a_plain_function_of_points_works():
    lab = explore_plane(lambda p: float(p[0] ** 2 if p[0] > 0 else -p[0]) + abs(p[1]), start=(3, 3))
    assert lab.run.path.shape[1] == 2 and "numerically" in lab.verdict
    no_minimum = explore_plane(Function(lambda p: p[0] + p[1], view=((-2, 2), (-2, 2)), name="a slope"))
    assert no_minimum.run is not None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"functions": quadratic([0, 0, 1])}, r"function of one variable: explore\("),
        ({"functions": [rosenbrock, rosenbrock]}, "functions with different names"),
        ({"functions": []}, "functions with different names"),
        ({"functions": 5}, "a function is expected"),
        ({"start": (1, 2, 3)}, r"start must be a point \(x, y\)"),
        ({"start": 1}, r"start must be a point \(x, y\)"),
        ({"start": (10, 10)}, "start x must be between -4 and 4"),
        ({"condition": 1e7}, "condition must be between 1 and 1000000"),
        ({"condition": "a"}, "condition must be one number"),
        ({"functions": rosenbrock, "optimizers": [adam, "adam"]}, "two optimizers are called adam"),
        ({"functions": rosenbrock, "start": (1, "a")}, "start y must be one number"),
        ({"functions": rosenbrock, "optimizers": ["adm"]}, "optimizer must be one of"),
        ({"functions": rosenbrock, "optimizers": [lambda x, g, t, learning_rate=0.1: (x,)]}, "does not move"),
        ({"condition": 0.5}, "condition must be between 1 and"),
        ({"learning_rate": -1}, "learning_rate must be a finite number"),
        ({"iterations": 0}, "iterations must be between 1 and 1000"),
        ({"functions": lambda p: np.nan}, "must be finite"),
    ],
)
def test_what_is_wrong_is_said(arguments, words):
    with pytest.raises((TypeError, ValueError), match=words):
        explore_plane(**arguments)


def test_values_outside_are_refused_and_leave_all_as_it_was():
    lab = explore_plane()
    with pytest.raises(ValueError, match="angle must be between 0 and 180"):
        lab.angle = 400
    with pytest.raises(ValueError, match="condition must be a finite number|condition must be between"):
        lab.set(angle=10, condition=-3)
    assert lab.angle == 30 and lab.run is not None


def test_the_still_picture_of_a_run_over_the_plane():
    run = descend(bowl(10), [3, 1], 0.18)
    assert picture(run).words == plane_verdict(run)
    with pytest.raises(ValueError, match=r"or of points \(x, y\).*this run has 2"):
        picture(descend(lambda p: p[0] ** 2 + p[1] ** 2, [1, 1], 0.1))
    with pytest.raises(ValueError, match="this run has 3"):
        picture(descend(lambda p: float(p @ p), [1, 1, 1], 0.1))


def test_levels_rise_and_a_plain_has_one():
    levels = contour_levels(np.random.default_rng(1).exponential(size=400))
    assert (np.diff(levels) > 0).all() and len(levels) > 10
    assert len(contour_levels(np.full(9, 3.0))) == 1
    with pytest.raises(ValueError, match="no value to draw"):
        contour_levels(np.full(4, np.nan))
