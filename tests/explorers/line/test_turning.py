"""The two optimizers that turn a line: one guesses, one follows the slope."""

import numpy as np
import pytest

from gdlesson.explorers.line.run import EACH, STEPS, fit
from gdlesson.explorers.line.turning import OPTIMIZERS, descended, guessed, moved, slope_of_each, turned

X, Y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])
RANGES = (-2.0, 4.0), (-10.0, 10.0)


@pytest.mark.parametrize("scale", [1, 1e-9, 1e12])
@pytest.mark.parametrize("loss", ["mse", "huber"])
def test_a_descent_finds_the_line_of_least_squares_in_any_unit(scale, loss):
    if loss == "huber" and scale < 1:
        return  # all errors are beyond 1: it is the mean absolute error
    x, y = 3 * scale * X, Y / scale - 5 / scale
    best = np.polyfit(x, y, 1)
    found = descended(fit(x, y, 0.0, 0.0, loss), STEPS)
    close = {"mse": 1e-3, "huber": 2e-2}[loss]
    assert found.slope == pytest.approx(best[0], rel=close)
    assert found.intercept == pytest.approx(best[1], rel=10 * close)


@pytest.mark.parametrize("loss", ["mae", "huber"])
def test_a_descent_that_an_outlier_hardly_moves_settles(loss):
    found = descended(fit(X, np.append(Y[:-1], 2.0), 0.0, 0.0, loss), STEPS)
    lines = [fit(X, found.y, s, i, loss).value for s in np.linspace(0.5, 1.2, 71) for i in np.linspace(0, 2, 81)]
    assert found.value < 1.02 * min(lines)


@pytest.mark.parametrize("loss", EACH)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values())
def test_a_turned_line_is_a_fit_and_the_last_of_its_path(loss, optimizer):
    first = fit(X, np.append(Y[:-1], 2.0), 0.2, 1.0, loss)
    for steps in (1, 7, STEPS):
        run = turned(first, steps, optimizer, RANGES)
        assert run.path[0].tolist() == [0.2, 1.0] and run.path[-1].tolist() == [run.slope, run.intercept]
        assert run.step == steps and run.optimizer == optimizer
        assert run.value == pytest.approx(fit(X, np.append(Y[:-1], 2.0), run.slope, run.intercept, loss).value)
        assert len(run.path) - 1 + len(run.dropped) == steps
    same = turned(first, 0, optimizer, RANGES)
    assert (same.slope, same.intercept, same.step, len(same.path)) == (0.2, 1.0, 0, 0)


def test_guesses_are_kept_only_if_they_are_better_and_stay_on_the_map():
    first = fit(X, Y, 0.5, 2.0)
    run = guessed(first, STEPS, RANGES)
    values = [moved(first, line).value for line in run.path]
    assert (np.diff(values) < 0).all() and run.value == values[-1]
    corner = guessed(fit(X, Y, 4.0, 10.0), STEPS, RANGES)
    lines = np.concatenate([corner.path, corner.dropped])
    assert (lines >= [-2, -10]).all() and (lines <= [4, 10]).all()
    for steps in range(1, STEPS):  # the first guesses are the same, however many follow
        shorter = guessed(first, steps, RANGES)
        assert (run.path[: len(shorter.path)] == shorter.path).all()


def test_slopes_need_fewer_steps_than_guesses():
    for slope, intercept in [(0.5, 2), (3, -5), (-1, 8), (0, 0), (4, 10)]:
        first = fit(X, Y, slope, intercept)
        assert descended(first, STEPS).value < guessed(first, STEPS, RANGES).value


@pytest.mark.parametrize("loss", EACH)
def test_the_slope_of_each_point_is_that_of_its_loss(loss):
    line, y, h = np.array([-3.0, -0.4, 0.3, 2.5]), np.array([0.0, 1.0, 0.0, 1.0]), 1e-6
    height = {"binary_crossentropy": lambda z: 1 / (1 + np.exp(-z))}.get(loss, lambda z: z)
    measured = (EACH[loss](y, height(line + h)) - EACH[loss](y, height(line - h))) / (2 * h)
    assert slope_of_each(loss, line, y, 1.0) == pytest.approx(measured, abs=1e-6)
