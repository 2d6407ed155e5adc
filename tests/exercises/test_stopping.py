"""Lesson 5: a learning rate that fools a stopping rule, and a rule that is not fooled."""

import numpy as np
import pytest
from answers import applaud, prints, say

from gdlesson.exercises import check_fooling_rate, check_rule
from gdlesson.exercises.mistakes.rule import MISTAKES, TOLERANCES
from gdlesson.exercises.stopping import faults


@pytest.mark.parametrize("rate", [6e-7, 1e-9])
def test_fooling_rate_right(rate):
    assert "it stops after 0 steps, at x = 8, and takes that for an arrival" in applaud(check_fooling_rate, rate)


def test_the_next_step_is_told_from_the_tolerance():
    assert "would be 9.9999" in applaud(check_fooling_rate, 6.25e-7)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.999999, "with 0.999999 the cap stops it"),
        (0.1, "the walk stops at x = 4.7e-05, and so it has arrived. Take a smaller"),
        (1e-6, "the cap stops it after 500 steps, at x = 8, and not the tolerance. Take a smaller"),
        (1, "no step is short, so it does not stop"),
        (3, "no step is short, so it does not stop"),
        (0, "0 stays where it is, and everybody sees that"),
        (-1e-7, "−1e-07 is negative"),
        (None, "put a number in place of None"),
    ],
)
def test_fooling_rate_slips(rate, words):
    assert words in say(check_fooling_rate, rate)


TOL = 1e-5


def rule_with_ifs(x, new, gradient):
    if abs(new - x) > TOL:
        return False
    if abs(gradient(x)) > TOL:  # noqa: SIM103 (as a learner would write it)
        return False
    return True


def rule_without_else(x, new, gradient):  # noqa: RET503 (as a learner may write it)
    if abs(new - x) < TOL and abs(gradient(x)) < TOL:
        return True


def test_rule_right():
    for my_rule in (lambda x, new, g: abs(new - x) < TOL and abs(g(x)) < TOL, rule_with_ifs):
        words = applaud(check_rule, my_rule)
        assert "the 8 walks that arrive, and none of the 12 others" in words
        assert "on the plateau of 1 − exp(−x²/8), from 10 it stops after 0 steps, 10 from the minimum" in words
    wide = applaud(check_rule, lambda x, new, g: np.maximum(abs(new - x), abs(g(new))) < 1e-4)
    assert "from 9 it stops after 0 steps" in wide


@pytest.mark.parametrize(
    ("my_rule", "words"),
    [
        (
            lambda x, new, g: abs(new - x) < TOL,
            "rate 1e-12 it stops after 0 steps at x = 8, 8 away from the minimum",
        ),
        (lambda x, new, g: abs(x - new) < 1e-9, "That is the step alone."),
        (lambda x, new, g: abs(g(x)) < 1e-9, "That is the slope alone."),
        (lambda x, new, g: abs(g(x)) < TOL, "That is the slope alone. In other units"),
        (lambda x, new, g: abs(x - new) < TOL or abs(g(x)) < TOL, "With or, one of the two is enough"),
        (lambda x, new, g: new - x < TOL, "Here abs is forgotten"),
        (lambda x, new, g: x - new < TOL and g(x) < TOL, "Here abs is forgotten"),
        (lambda x, new, g: abs(x - new) < TOL and g(x) < TOL, "on x² from −8 with the learning rate 1e-12"),
        (lambda x, new, g: new - x < TOL and abs(g(x)) < TOL, "Here abs is forgotten"),
        (lambda x, new, g: False, "It never says True."),
        (lambda x, new, g: True, "It always says True."),
        (lambda x, new, g: abs(abs(g(new)) - abs(g(x))) < TOL, "In a bounce it never does."),
        (
            lambda x, new, g: abs(new**2 - x**2) < TOL,
            "That is the change of the loss. In a bounce it is 0",
        ),
        (lambda x, new, g: abs(new) < TOL, "asks whether x is small"),
        (lambda x, new, g: abs(x - new) < 1 and abs(g(x)) < 1, "Is the tolerance too large?"),
        (lambda x, new, g: abs(x - new) < 1e-60 and abs(g(x)) < 1, "x = 2.8e-48. Is the tolerance too small?"),
        (
            lambda x, new, g: abs(new - x),
            "should return True or False, but on x² from 8 with the learning rate 0.1 it",
        ),
        (lambda x, new, g: "True", "it returns the text 'True'"),
        (lambda x, new, g: abs(new - x) < TOL and abs(g) < TOL, "call it with brackets, as in gradient(x)"),
        (lambda x, new, g: g < TOL, "call it with brackets, as in gradient(x)"),
        (rule_without_else, "my_rule returns nothing on x² from 8"),
        (prints, "prints, but it does not return"),
    ],
)
def test_rule_slips(my_rule, words):
    assert words in say(check_rule, my_rule)


def test_no_two_mistakes_of_a_rule_look_alike_but_say_different_things():
    said = {}
    for tolerance in TOLERANCES:
        for mistake in MISTAKES:
            pattern = tuple(faults(mistake.wrong, tolerance))
            assert any(pattern) and said.setdefault(pattern, mistake.words) == mistake.words


@pytest.mark.parametrize("power", range(-3, -48, -1))
def test_a_rule_of_one_tolerance_alone_is_fooled_whatever_the_tolerance(power):
    tol = 10.0**power
    for alone in (lambda x, new, g: abs(new - x) < tol, lambda x, new, g: abs(g(x)) < tol):
        assert not check_rule(alone).right
    if power >= -8:
        assert check_rule(lambda x, new, g: abs(new - x) < tol and abs(g(x)) < tol).right


@pytest.mark.parametrize("tol", [1e-8, 1e-11, 1e-13, 1e-14])
def test_the_words_for_a_rule_do_not_hang_on_its_tolerance(tol):
    assert "That is the step alone." in say(check_rule, lambda x, new, g: abs(new - x) < tol)
    both = say(check_rule, lambda x, new, g: abs(g(x)) < tol)
    assert "the slope is small everywhere, because of the units" in both


def test_a_rule_with_turned_signs_or_with_the_slope_of_another_curve():
    turned = check_rule(lambda x, new, gradient: abs(new - x) > 1e-5 and abs(gradient(x)) > 1e-5)
    assert "wrong way round" in turned.words
    other = check_rule(lambda x, new, gradient: abs(new - x) < 1e-5 and abs(2 * x) < 1e-5)
    assert "the gradient that my_rule is given" in other.words
    unknown = check_rule(lambda x, new, gradient: abs(new - x) < tolerance)  # noqa: F821
    assert "write the number itself" in unknown.words
