"""What each example costs against the formulas; the descent against training; the words against the numbers."""

import math

import numpy as np
import pytest

from gdlesson import Network, losses, train
from gdlesson.datasets import exam
from gdlesson.explorers.probability.run import Decision, checked_answers, decision_verdict, descended

HOURS, PASSED = exam()


@pytest.mark.parametrize(("weight", "bias"), [(1.5, -4), (0, 0), (-2, 3), (0.1, 5)])
def test_costs_mean_and_accuracy_are_those_of_the_formulas(weight, bias):
    run = Decision(HOURS, PASSED, weight, bias)
    p = [1 / (1 + math.exp(-(weight * x + bias))) for x in HOURS]
    costs = [-math.log(q if y else 1 - q) for q, y in zip(p, PASSED, strict=True)]
    np.testing.assert_allclose(run.losses, costs, rtol=1e-9)
    np.testing.assert_allclose(run.given, np.exp(-np.array(costs)), rtol=1e-9)
    assert run.loss == pytest.approx(losses.binary_crossentropy(PASSED, p))
    assert run.accuracy == losses.accuracy(PASSED, p) == run.right.mean()
    assert run.worst == int(np.argmax(costs))


def test_the_descent_is_that_of_a_network_on_scaled_inputs():
    u = ((HOURS - HOURS.mean()) / HOURS.std())[:, None]
    run = train(Network((1, 1)), u, PASSED, "gradient_descent", 1.0, 12, 25, start=[0, 0])
    found = descended(HOURS, PASSED, 0.0, 0.0, 25)
    assert found.weight == pytest.approx(run.p[0] / HOURS.std(), rel=1e-9)
    np.testing.assert_allclose(found.p, run.predict(u), rtol=1e-9)


@pytest.mark.parametrize("start", [(0, 0), (5, -20), (-5, 10), (1, -3)])
def test_every_step_of_the_descent_lowers_the_loss(start):
    falls = np.diff([descended(HOURS, PASSED, *start, k).loss for k in range(41)])
    assert (falls < 1e-12).all()


def test_a_sure_mistake_has_a_cost_whatever_its_size():
    run = Decision(HOURS, PASSED, 5.0, 1000.0)
    assert run.losses.max() == pytest.approx(1025) and run.given.min() == 0
    assert "got a probability of less than 1e-300" in decision_verdict(run)


@pytest.mark.parametrize(
    ("weight", "bias", "step", "words"),
    [
        (0, 0, 0, "Cross-entropy 0.693, accuracy 50% (6 of 12 right). Each example costs the same."),
        (
            1.5,
            -4,
            0,
            "Cross-entropy 0.594, accuracy 75% (9 of 12 right). Worst, at x = 5: the true answer, no, got "
            "a probability of 0.029; it costs 3.53, 49% of the total.",
        ),
        (1.5, -4, 1, "After 1 of 40 steps of gradient descent: weight 1.46, bias −3.97. Cross-entropy"),
    ],
)
def test_the_words(weight, bias, step, words):
    said = decision_verdict(descended(HOURS, PASSED, weight, bias, step))
    assert said.startswith(words) and len(said) <= 220


REFUSED = [
    ([1, 2], [0, 1, 1], "as many in both"),
    ([1], [0], "two or more numbers"),
    ([1, 2], [0, 2], "each y must be 0 or 1, but one is 2"),
    ([1, 1], [0, 1], "at least two different numbers"),
    ([1, 1e50], [0, 1], "below 1e40"),
    ([1, math.nan], [0, 1], "x must be finite"),
    ([[1, 2], [3, 4]], [0, 1], "x must be a row of numbers"),
]


@pytest.mark.parametrize(("x", "y", "words"), REFUSED)
def test_what_is_no_example_is_refused(x, y, words):
    with pytest.raises(ValueError, match=words):
        checked_answers(x, y)
