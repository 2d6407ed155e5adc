"""The explorer of a descent over the plane without a browser."""

import numpy as np
import pytest

from gdlesson import beale, explore_plane, hubble, quadratic, rosenbrock, saddle
from gdlesson.functions import Function
from gdlesson.optimizers import adam, gradient_descent, momentum


def mine(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.5 * velocity - learning_rate * g
    return x + velocity, velocity


@pytest.mark.parametrize("minima", [[0.0], (0, 0), [(1, 2, 3)], [(0, 0), 1]])
def test_known_minima_are_points(minima):
    with pytest.raises((TypeError, ValueError), match="the minima of mine must be points|minima must be numbers"):
        explore_plane(Function(lambda p: p[0] ** 2, name="mine", view=((-1, 1), (-1, 1)), minima=minima))


def test_a_bowl_narrows_and_turns():
    lab = explore_plane(condition=10, angle=30, learning_rate=0.01)
    still, rings = lab.live.still, lab.live.moving
    lab.set(condition=40, angle=100)
    assert lab.run.function.name == "a bowl, κ = 40, turned by 100°"
    assert lab.live.still == still and lab.live.moving != rings  # nothing is drawn anew
    assert "1 − 0.01·40 = 0.6" in lab.verdict and len(lab.live.moving) < 20_000
    lab.point(1.234, -0.567)
    assert lab.run.path[0] == pytest.approx([1.23, -0.57])
    lab.live.pointed = [0, 0.75, 0.5]
    assert lab.run.path[0] == pytest.approx([2, 0], abs=0.02)


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


def test_optimizers_go_down_a_bowl_too():
    lab = explore_plane(optimizers=["momentum", mine], learning_rate=0.02)
    assert lab.run.optimizer is momentum and "multiplies" not in lab.verdict
    lab.optimizer = "mine"
    assert lab.run.optimizer is mine and lab.error is None
    alone = explore_plane(rosenbrock, optimizers="adam")
    assert (
        alone.run.optimizer is adam and len(alone.view.children) == 4
    )  # two rows of sliders, the step buttons, the picture: nothing to choose


def test_where_one_points_follows_axes_of_another_shape():
    wide = Function(lambda p: p[0] ** 2 + p[1] ** 2, name="wide", view=((-4.13, 4.13), (-2, 2)), minima=[(0, 0)])
    lab = explore_plane([rosenbrock, wide])
    for k, (name, center) in enumerate([("wide", (0, 0)), ("Rosenbrock's valley", (0, 1)), ("wide", (0, 0))]):
        lab.function = name
        panel, left, _, width, _ = lab.live.areas[0]
        around, box = lab.live.panels[panel].box, lab.picture.plane.get_window_extent()
        wanted = (box.x0 - around.x0, box.width)
        assert (left * around.width, width * around.width) == pytest.approx(wanted, abs=0.05)
        lab.live.pointed = [0, 0.5, 0.5 + k / 10**6]
        assert lab.run.path[0] == pytest.approx(center, abs=0.02) and len(lab.live.areas) == 1
        assert lab.picture.panels[0].start.get_data()[0][0] == lab.start_x
    lab.live.pointed = [0, 1, 1]  # the corner is no round number
    assert lab.run.path[0].tolist() == [4.13, 2] and lab.error is None


def test_a_rate_that_suits_the_function_is_there_at_first():
    assert explore_plane(rosenbrock).learning_rate == 0.001  # L = 1002 at its minimum
    assert explore_plane(lambda p: p[0] ** 2 + p[1] ** 2).learning_rate == 0.01
    assert explore_plane().learning_rate == 0.05


def test_a_plain_function_of_points_works():
    lab = explore_plane(lambda p: float(p[0] ** 2 if p[0] > 0 else -p[0]) + abs(p[1]), start=(3, 3))
    assert lab.run.path.shape[1] == 2 and "numerically" in lab.verdict
    assert lab.run.function.view == ((-5, 5), (-5, 5))
    no_minimum = explore_plane(Function(lambda p: p[0] + p[1], view=((-2, 2), (-2, 2)), name="a slope"))
    assert no_minimum.run is not None and "length of the gradient" in no_minimum.live.description
    no_minimum.sweep()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"functions": quadratic([0, 0, 1])}, "function of one variable: explore shows it"),
        ({"functions": [rosenbrock, rosenbrock]}, "two functions are called Rosenbrock's valley"),
        ({"functions": []}, "at least one function is needed, got none"),
        ({"functions": 5}, "a function is expected"),
        ({"functions": Function(lambda p: p[0] + p[1])}, r"needs a view of both axes, Function\(f, view="),
        ({"functions": lambda x: x**2}, "must be one number"),
        ({"start": (1, 2, 3)}, r"start must be a point \(x, y\), got \(1, 2, 3\)"),
        ({"start": 3}, r"start must be a point \(x, y\), got 3"),
        ({"start": (3, 3.5)}, "start y must be between -3 and 3, got 3.5"),
        ({"functions": rosenbrock, "start": (100, 1)}, "start x must be between -2 and 2"),
        ({"functions": rosenbrock, "start": (np.nan, 1)}, "start x must be between -2 and 2"),
        ({"condition": 1e7}, "condition must be between 1 and 1000000"),
        ({"condition": "a"}, "condition must be one number"),
        ({"functions": rosenbrock, "optimizers": [adam, "adam"]}, "two optimizers are called adam"),
        ({"functions": rosenbrock, "start": (1, "a")}, r"start must be a point \(x, y\), got \(1, 'a'\)"),
        ({"start": [[1], [2, 3]]}, r"start must be a point \(x, y\), got \[\[1\], \[2, 3\]\]"),
        ({"functions": rosenbrock, "optimizers": ["adm"]}, "optimizer must be one of"),
        ({"functions": rosenbrock, "optimizers": [lambda x, g, t, learning_rate=0.1: (x,)]}, "does not move"),
        ({"optimizers": [mine, mine]}, "two optimizers are called mine"),
        ({"optimizers": []}, "at least one optimizer"),
        ({"optimizers": [5]}, "optimizer must be a function"),
        ({"condition": 0.5}, "condition must be between 1 and"),
        ({"angle": 270}, "angle must be between 0 and 180"),
        ({"iterations": 2.5}, "iterations must be a whole number"),
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


def test_a_condition_number_below_one_is_refused_next_to_its_box():
    lab = explore_plane()
    before, control = lab.live.words, lab.controls["condition"]
    for typed in ("0.5", "1e7"):
        control.typed = typed
        assert "condition κ must be between 1 and 1000000" in control.refused
        assert lab.condition == 10 and lab.live.words == before and not lab.live.failed


def test_a_run_is_shown_step_by_step():
    lab = explore_plane([rosenbrock, hubble], start=(-1, 2), learning_rate=0.001, iterations=60)
    run, ball = lab.run, lab.picture.panels[0].here
    assert lab.step == lab.run.nit == 60 and lab.live.words == lab.verdict
    lab.step = 7
    assert lab.run is run and lab.live.words.startswith("Step 7 of 60: at (")
    assert ball.get_xydata().tolist() == [run.path[7].tolist()]
    assert "the gradient (" in lab.live.words and "−" in lab.live.words
    lab.point(1.0, 1.5)
    assert lab.step == lab.run.nit and lab.live.words == lab.verdict
