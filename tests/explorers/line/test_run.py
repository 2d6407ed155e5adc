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
