"""The fit of a line: what each point loses, and the words."""

import numpy as np
import pytest

from gdlesson import losses
from gdlesson.explorers.line.run import EACH, fit, fit_verdict

X, Y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])


@pytest.mark.parametrize("loss", EACH)
def test_a_fit_is_the_mean_of_what_each_point_loses(loss):
    run = fit(X, Y, 0.7, 1.0, loss)
    assert run.value == pytest.approx(run.each.mean()) and run.each.shape == X.shape
    by_name = getattr(losses, loss)
    assert run.value == pytest.approx(by_name(run.y, run.predicted))


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


def test_examples_that_cost_the_same_are_not_said_to_cost_most_one_by_one():
    level = fit(np.arange(4.0), np.array([0.0, 2, 0, 2]), slope=0, intercept=1)
    assert fit_verdict(level).endswith(": 1. Each point costs the same: 1.")
    two = fit(np.arange(4.0), np.array([1.0, 3, 1, -1]), slope=0, intercept=1)
    assert fit_verdict(two).endswith("2 points cost most: 4 each, which is 50% of all.")
    fine = fit(np.arange(3.0), np.array([0.0, 1e-5, 5e-5]), slope=0, intercept=0)
    assert fit_verdict(fine).endswith("The point at x = 2 costs most: 2.5e-09, 96.2% of all.")
    alone = fit(np.arange(3.0), np.array([1.0, 2, 6]), slope=1, intercept=1)
    assert fit_verdict(alone).endswith("The point at x = 2 costs most: 9, 100% of all.")
    nearly = fit(np.arange(3.0), np.array([1.0, 1.01, 50]), slope=0, intercept=1)
    assert fit_verdict(nearly).endswith("The point at x = 2 costs most: 2400, more than 99.9% of all.")
