"""The fit of a line: what each point loses, and the words."""

import numpy as np
import pytest

from gdlesson import losses
from gdlesson.explorers.line.run import EACH, STEPS, descended, fit, fit_verdict, loss_along

X, Y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])


@pytest.mark.parametrize("loss", EACH)
def test_a_fit_is_the_mean_of_what_each_point_loses(loss):
    run = fit(X, Y, 0.7, 1.0, loss)
    assert run.value == pytest.approx(run.each.mean()) and run.each.shape == X.shape
    assert loss_along(run, np.array([0.1, 0.7, 2.0]))[1] == pytest.approx(run.value)
    by_name = getattr(losses, loss)
    assert run.value == pytest.approx(by_name(run.y, run.predicted))


def test_least_squares_lie_at_the_bottom_of_the_curve():
    slope, intercept = np.polyfit(X, Y, 1)
    along = loss_along(fit(X, Y, slope, intercept), slope + np.array([-0.01, 0, 0.01]))
    assert along.argmin() == 1


def test_the_words_of_a_fit_are_its_own():
    far = fit(X, np.append(Y[:-1], 2.0), 1, 1)
    assert (
        fit_verdict(far) == "MSE (the mean squared error): 6.16. The point at x = 8 costs most: 49, 99.5% of all."
    )
    assert "MAE (the mean absolute error): 1.03" in fit_verdict(fit(X, np.append(Y[:-1], 2.0), 1, 1, "mae"))
    labels = fit(X, np.append(Y[:-1], 2.0), 1, -4.5, "binary_crossentropy")
    assert labels.y.tolist() == [0, 0, 0, 0, 1, 1, 1, 0] and "accuracy 7 of 8" in fit_verdict(labels)
    assert "x = 8 costs most" in fit_verdict(labels)
    assert fit_verdict(fit(X, X + 1, 1, 1)) == "MSE (the mean squared error): 0. Every point lies on the line."


@pytest.mark.parametrize("scale", [1, 1e-9, 1e12])
def test_a_descent_finds_the_line_of_least_squares_in_any_unit(scale):
    x, y = 3 * scale * X, Y / scale - 5 / scale
    best = np.polyfit(x, y, 1)
    found = descended(fit(x, y, 0.0, 0.0), STEPS)
    assert found.slope == pytest.approx(best[0], rel=1e-3) and found.intercept == pytest.approx(best[1], rel=1e-2)
    assert descended(found, 0) is found


def test_a_descent_by_absolute_errors_settles():
    found = descended(fit(X, np.append(Y[:-1], 2.0), 0.0, 0.0, "mae"), STEPS)
    lines = [fit(X, found.y, s, i, "mae").value for s in np.linspace(0.5, 1.2, 71) for i in np.linspace(0, 2, 81)]
    assert found.value < 1.02 * min(lines)
