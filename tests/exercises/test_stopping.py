"""Lesson 5: a learning rate that fools a stopping rule, and a rule that is harder to fool."""

import numpy as np
import pytest
from answers import applaud, cell, prints, say

from gdlesson.exercises import check_fooling_rate, check_rule
from gdlesson.exercises.mistakes.rule import MISTAKES
from gdlesson.exercises.stopping import TRIALS, fault, run_under

# ---- a rate that fools the rule on the way


@pytest.mark.parametrize(
    "rate", [0.0026, 0.003, 0.01 / 3, 0.0035, 0.004, np.float64(0.0045), 0.0049, np.array(0.0037)]
)
def test_fooling_rate_right(rate):
    words = applaud(check_fooling_rate, rate)
    at = float(words.split("x = ")[1].split(",")[0])
    assert 1 <= at <= 2 and "shorter than 0.01, though the slope is still" in words


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (
            6e-7,
            "with 6e-07 the tolerance stops the run before the first step, at x = 8, farther away than 2.",
        ),
        (6.25e-7, "before the first step, at x = 8"),
        (1e-12, "before the first step, at x = 8"),
        (0.001, "after 235 steps, at x = 4.9977"),
        (0.002, "farther away than 2. Take a larger learning rate."),
        (0.1, "the tolerance stops the run at x = 0.047, nearer than 1. Take a smaller"),
        (0.01, "nearer than 1. Take a smaller"),
        (0.5, "nearer than 1. Take a smaller"),
        (0.99, "nearer than 1. Take a smaller"),
        (1, "the tolerance never stops it: after 500 steps no step is short. Take a smaller"),
        (3, "no step is short"),
        (0, "with 0 nothing moves, and that fools nobody. Take a learning rate above 0."),
        (-1e-7, "−1e-07 is negative: the first step leads uphill, from 8 to 8.000002."),
        (-1e-300, "negative"),
        (None, "put a number in place of None"),
        ("0.003", "Remove the quotation marks"),
    ],
)
def test_fooling_rate_mistakes(rate, words):
    assert words in say(check_fooling_rate, rate)


# ---- a rule that is harder to fool

TOL = 1e-5


@pytest.mark.parametrize(
    "my_rule",
    [
        lambda x, new, g: abs(new - x) < TOL and abs(g(x)) < TOL,
        lambda x, new, g: abs(x - new) < TOL and abs(g(new)) < TOL,
        lambda x, new, g: max(abs(new - x), abs(g(x))) < TOL,
        lambda x, new, g: np.maximum(abs(new - x), abs(g(new))) < 1e-4,
        lambda x, new, g: abs(new - x) + abs(g(x)) < TOL,
        lambda x, new, g: int(abs(new - x) < TOL and abs(g(x)) < TOL),
        lambda x, new, g: not (abs(new - x) >= TOL or abs(g(x)) >= TOL),
        lambda x, new, g: (new - x) ** 2 < TOL**2 and g(x) ** 2 < TOL**2,
        lambda x, new, g: all(abs(value) < TOL for value in (new - x, g(x))),
        lambda x, new, slope, tolerance=TOL: abs(new - x) < tolerance and abs(slope(x)) < tolerance,
        lambda before, after, gradient: -TOL < after - before < TOL and -TOL < gradient(before) < TOL,
        lambda x, new, g: abs(new - x) < 1e-8 and abs(g(x)) < TOL,
        cell("""
        def my_rule(x, new, gradient):
            if abs(new - x) > 1e-5:
                return False
            if abs(gradient(x)) > 1e-5:
                return False
            return True
        """),
        cell("""
        def my_rule(x, new, gradient):
            if abs(new - x) < 1e-5 and abs(gradient(x)) < 1e-5:
                return True
        """),
    ],
)
def test_a_rule_is_right_in_any_form(my_rule):
    words = applaud(check_rule, my_rule)
    assert "it stops all 26 runs that arrive, and none of the 35 others too early. It can still be fooled" in words


def test_a_rule_that_looks_at_the_bend_is_not_fooled_by_the_plateau():
    def my_rule(x, new, gradient):
        bend = (gradient(x + 0.01) - gradient(x - 0.01)) / 0.02
        return gradient(x) == 0 or bend > 0 and abs(gradient(x) / bend) < 0.005 and abs(new - x) < 1e-3

    assert "Even the plateau of 1 − exp(−x²/8) does not fool it" in applaud(check_rule, my_rule)


@pytest.mark.parametrize(
    ("my_rule", "words"),
    [
        (
            lambda x, new, g: abs(new - x) < TOL,
            "rate 1e-12, it stops after 0 steps at x = 8, 8 away from the minimum",
        ),
        (
            lambda x, new, g: abs(new - x) < TOL,
            "there the step is 1.6e-11 and the slope 16. That is the step alone.",
        ),
        (lambda x, new, g: abs(x - new) < 1e-9, "That is the step alone."),
        (lambda x, new, g: abs(g(x)) < 1e-9, "That is the slope alone."),
        (lambda x, new, g: abs(g(new)) < TOL, "That is the slope alone. In other units"),
        (lambda x, new, g: abs(x - new) < TOL or abs(g(x)) < TOL, "With or, one of the two is enough"),
        (lambda x, new, g: new - x < TOL, "abs is missing"),
        (lambda x, new, g: x - new < TOL and g(x) < TOL, "abs is missing"),
        (lambda x, new, g: abs(x - new) < TOL and g(x) < TOL, "on x² from −8 with the learning rate 1e-12"),
        (lambda x, new, g: new - x < TOL and abs(g(x)) < TOL, "abs is missing"),
        (lambda x, new, g: False, "It never says True."),
        (lambda x, new, g: True, "It always says True."),
        (lambda x, new, g: abs(abs(g(new)) - abs(g(x))) < TOL, "In a bounce it never does."),
        (lambda x, new, g: abs(new**2 - x**2) < TOL, "That is the change of the loss. In a bounce it is 0"),
        (lambda x, new, g: abs(new) < TOL, "so it knows only minima at 0"),
        (lambda x, new, g: abs(new - x) < TOL and abs(2 * x) < TOL, "so it knows only minima at 0"),
        (lambda x, new, g: abs(x - new) < 1 and abs(g(x)) < 1, "Is a tolerance too large?"),
        (
            lambda x, new, g: abs(x - new) < TOL and abs(g(x)) < 0.1,
            "x = −0.0101, 0.0101 away from the minimum: there the",
        ),
        (lambda x, new, g: abs(x - new) < TOL and abs(g(x)) < 0.1, "The steps are short only because"),
        (lambda x, new, g: abs(x - new) < TOL and abs(g(x)) < 1e-1, "Is a tolerance too large?"),
        (
            lambda x, new, g: abs(x - new) < 0.01 and abs(g(x)) < TOL,
            "The slope is small everywhere, because of the unit",
        ),
        (lambda x, new, g: abs(x - new) < 1e-60 and abs(g(x)) < 1, "x = 2.8e-48. Is a tolerance too small?"),
        (lambda x, new, g: abs(x - new) > TOL and abs(g(x)) > TOL, "The signs are the wrong way round"),
        (lambda x, new, g: not (abs(x - new) < TOL and abs(g(x)) < TOL), "True and False are swapped"),
        (lambda x, new, g: abs(new - x), "my_rule should return True or False, but on x² from 8"),
        (lambda x, new, g: "True", "it returns the text 'True'"),
        (lambda x, new, g: 2, "it returns the number 2"),
        (lambda x, new, g: abs(new - x) < TOL and abs(g) < TOL, "A function is used like a number. Call it"),
        (lambda x, new, g: g < TOL, "A function is used like a number"),
        (lambda x, new, g: abs(g(x, new)) < TOL, "gradient takes one number here, but it is called with 2."),
        (lambda x, new, g: abs(new - x) < tolerance, "name 'tolerance' is not defined"),  # noqa: F821
        (lambda new, x, gradient: abs(new - x) < TOL and abs(gradient(x)) < 1e-60, "Is a tolerance too small?"),
        (lambda gradient, x, new: abs(new - x) < TOL and abs(gradient(x)) < TOL, "come in another order"),
        (lambda x, gradient: True, "it should begin with  def my_rule(x, new, gradient):"),
        (
            lambda x, new, g: None,
            "my_rule returns nothing. Write return and a test that is True where the run may stop",
        ),
        (prints, "my_rule returns nothing"),
    ],
)
def test_mistakes_with_a_rule_are_named(my_rule, words):
    assert words in say(check_rule, my_rule)


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("abs(new - x) < 1e-5 and abs(2 * x) < 1e-5", "so it knows only minima at 0"),
        ("abs(new - x) < 1e-5 and abs(slope) < 1e-5", "name 'slope' is not defined"),
        ("abs(new - x) < 1e-5 & abs(gradient(x)) < 1e-5", "the error TypeError"),
        ("abs(new - before) < 1e-5 and abs(gradient(x)) < 1e-5", "The name before is not known here. Write x."),
        (
            "abs(new - start) < 1e-5 and abs(gradient(x)) < 1e-5",
            "The name start is not among the arguments of my_rule",
        ),
    ],
)
def test_mistakes_in_a_cell_with_a_rule_are_named(test, words):
    assert words in say(check_rule, cell(f"def my_rule(x, new, gradient):\n    return {test}", start=8))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.words[:40])
@pytest.mark.parametrize("tolerance", [1e-5, 1e-10, 1e-14])
def test_every_known_mistake_with_a_rule_is_named(mistake, tolerance):
    assert mistake.words in say(check_rule, lambda x, new, gradient: mistake.wrong(x, new, gradient, tolerance))


@pytest.mark.parametrize("power", range(-3, -48, -1))
def test_a_rule_of_one_tolerance_alone_is_fooled_whatever_the_tolerance(power):
    tol = 10.0**power
    for alone in (lambda x, new, g: abs(new - x) < tol, lambda x, new, g: abs(g(x)) < tol):
        assert not check_rule(alone).right
    if -8 <= power <= -4:
        assert check_rule(lambda x, new, g: abs(new - x) < tol and abs(g(x)) < tol).right


@pytest.mark.parametrize("slope", [1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 1, 10])
@pytest.mark.parametrize("step", [1e-5, 1e-4, 1e-3, 0.01, 0.1, 1])
def test_no_rule_is_right_that_stops_a_run_far_from_the_minimum(step, slope):
    feedback = check_rule(lambda x, new, g: abs(new - x) < step and abs(g(x)) < slope)
    if feedback.right:
        assert step <= 0.01 and slope <= 0.02
    if step <= 1e-4 and slope <= 1e-4:
        assert feedback.right


def test_the_trials_are_what_they_are_said_to_be():
    for trial in TRIALS:
        end = run_under(lambda x, new, gradient, trial=trial: abs(x - trial.minimum) < 1e-12, trial)
        assert end.stopped == trial.arrives and not fault(trial, end), trial
