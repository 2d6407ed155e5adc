"""All checks: untouched, hostile and solved exercises, and the examples in the docstrings."""

import doctest
import importlib
import math
import pkgutil
import re
import resource
import sys
import warnings
from pathlib import Path

import nbformat
import numpy as np
import pytest
from answers import applaud, cell, prints, say

import gdlesson
from gdlesson import exercises
from gdlesson.exercises import mystery_runs

X = np.arange(1, 9)
Y = np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])
POINTS = [(-1.2, 1), (0, 2), (1.5, -0.5)]
FAIR = {"starts": POINTS, "budgets": 500, "rates": np.logspace(-5, 1, 25)}
SETTINGS = {"batch_size": 4, "learning_rate": 0.1, "epochs": 5}
CURE = {"units": 2, "learning_rate": 0.02, "epochs": 2}
PLAN = {"learn_from": "training", "choose_by": "validation", "weight_decay": [0.0, 3.0], "units": [2]}

ON_FUNCTIONS = [
    *(exercises.check_mse, exercises.check_derivative, exercises.check_numerical, exercises.check_descent),
    *(exercises.check_rule, exercises.check_valleys, exercises.check_gradient, exercises.check_best_rate),
    *(exercises.check_cross_entropy, exercises.check_forward, exercises.check_scale),
    *(exercises.check_momentum, exercises.check_batches, exercises.check_adam, exercises.check_backward),
    *(exercises.check_predictions, exercises.check_old_units),
    exercises.check_training,
    *(exercises.check_search, exercises.check_clip),
    *(exercises.check_chain, exercises.check_split),
]
ON_ANYTHING = {
    "landing": exercises.check_landing,
    "rate": exercises.check_rate,
    "rates": exercises.check_rates,
    "one rate": lambda answer: exercises.check_rates({"steady": answer}),
    "resting_start": exercises.check_resting_start,
    "fooling_rate": exercises.check_fooling_rate,
    "other_verdict": exercises.check_other_verdict,
    "slope": lambda answer: exercises.check_line(X, Y, answer, 1),
    "intercept": lambda answer: exercises.check_line(X, Y, 1, answer),
    "x": lambda answer: exercises.check_line(answer, Y, 1, 1),
    "y": lambda answer: exercises.check_line(X, answer, 1, 1),
    "conventions": lambda answer: exercises.check_conventions(mystery_runs(), answer),
    "runs": lambda answer: exercises.check_conventions(answer, ["keras"]),
    "optimizer": lambda answer: exercises.check_optimizer_choice(answer, 0.1),
    "rate of an optimizer": lambda answer: exercises.check_optimizer_choice("lion", answer),
    "samples": exercises.check_sample_budget,
    **{
        name: lambda answer, name=name: exercises.check_sample_budget(SETTINGS | {name: answer})
        for name in SETTINGS
    },
    "comparison": exercises.check_fair_race,
    **{name: lambda answer, name=name: exercises.check_fair_race(FAIR | {name: answer}) for name in FAIR},
    "weight": lambda answer: exercises.check_overconfident(answer, -3),
    "bias": lambda answer: exercises.check_overconfident(1, answer),
    "racer": exercises.check_racer,
    "rate of the spiral": lambda answer: exercises.check_spiral(answer, 512),
    "batches of the spiral": lambda answer: exercises.check_spiral(0.001, answer),
    "diagnoses": exercises.check_diagnoses,
    "one diagnosis": lambda answer: exercises.check_diagnoses(dict.fromkeys("ABCDEF", answer)),
    "cure": exercises.check_cure,
    **{f"cure: {name}": lambda answer, name=name: exercises.check_cure(CURE | {name: answer}) for name in CURE},
    "plan": exercises.check_general,
    **{f"plan: {name}": lambda answer, name=name: exercises.check_general(PLAN | {name: answer}) for name in PLAN},
}
CHECKS = {check.__name__: check for check in ON_FUNCTIONS} | ON_ANYTHING


class Evil:
    """Answers every question with an error."""

    def __getattr__(self, name):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")

    __call__ = __float__ = __eq__ = __len__ = __iter__ = __array__ = __bool__ = __hash__ = __getattr__


class EvilError(Exception):
    def __str__(self):
        raise RuntimeError("no")


def raises(error):
    def function(*arguments):
        raise error

    return function


def calls_itself(*arguments):
    return calls_itself(*arguments)


LOOP = []
LOOP.append(LOOP)
HOSTILE = [
    *[None, ..., "abc", "", b"8", 1j, True, math.nan, -math.inf, 10**400, np.datetime64("2020-01-01"), object()],
    *[
        [],
        [1, 2],
        [[1], [2, 3]],
        LOOP,
        {},
        {1: 2},
        {"monotone": LOOP},
        (),
        {1, 2},
        range(3),
        iter([1]),
        np.zeros((2, 2)),
    ],
    *[int, dict, Evil, Evil(), sys, abs, len, print, max, np.mean, pytest.raises],
    *[
        lambda: 1,
        lambda *a: None,
        lambda *a: ...,
        lambda *a: 1j,
        lambda *a: "text",
        lambda *a: math.nan,
        lambda *a: {},
    ],
    *[
        lambda *a: a,
        lambda *a: a[0],
        lambda *a: [],
        lambda *a: [[]],
        lambda *a: Evil(),
        lambda *a: LOOP,
        lambda *a: max,
    ],
    *[lambda *a: 10**400, lambda *a: np.zeros((3, 3)), lambda *a: (yield), lambda *a: [1, "a"], lambda *a: (1, 2)],
    *[
        lambda *a: ([Evil()], Evil()),
        lambda *a: [].pop(),
        lambda *a: {}["a"],
    ],
    *[raises(ValueError("bad")), raises(EvilError()), raises(SystemExit()), raises(MemoryError()), raises(Evil)],
    *[prints, calls_itself, warnings.warn, sys.exit],
]


GARBLED = [
    r"\b(the|an?) (list|tuple|array|number|text) an? ",
    r"a list of [^.]*, (not|but it is) a list\b",
    r"\bfrom (\S+) to \1[ ,.]",
    r"should (?:be|return) (\S+), but (?:it returns|yours is|it is) \1[ .]",
    r"\b(\w\w+) \1\b",
    r"[ ,;](?!\.\.\.)[,.;]|[^.]\.\.[^.]|\( | \)",
    r"(?i)\bnone\b (?!for|is|,)[^,.]*None",
]


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_that_a_learner_passes_raises_or_comes_as_a_surprise_and_no_sentence_is_garbled(name, capsys):
    for answer in HOSTILE:
        feedback = CHECKS[name](answer)
        words = feedback.words
        assert not feedback.right and words.startswith("Not yet: ") and len(repr(feedback)) > 30
        if "Evil" not in type(answer).__name__:
            assert "could not be checked" not in words, words
            for pattern in GARBLED:
                assert not re.search(pattern, words), words
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("check", ON_FUNCTIONS)
def test_an_untouched_function_is_told_what_to_do(check):
    def untouched(*arguments, **settings): ...

    assert "returns nothing" in say(check, untouched) and (
        any(word in say(check, untouched) for word in ("rite", "Copy", "End it", "Return a list"))
    )
    assert "write the function my_" in say(check, None)
    assert "is expected, not the number 3. Give its name without parentheses." in say(check, 3)


MODULES = [each.name for each in pkgutil.iter_modules(exercises.__path__) if not each.name.startswith("keras")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name):
    module = importlib.import_module(f"gdlesson.exercises.{name}")
    found = doctest.testmod(module)
    assert found.failed == 0 and (
        found.attempted > 0 or not any(name.startswith("check_") for name in vars(module))
    )


@pytest.mark.parametrize("name", [name for name in exercises.__all__ if name != "Feedback"])
def test_every_check_has_a_docstring_in_numpy_form(name):
    text = getattr(exercises, name).__doc__
    assert "    Parameters\n    ------" in text and "    Returns\n    -----" in text and "    >>> " in text


HUGE = ["[0] * 10**9", "np.zeros(10**10)", "'a' * 10**10", "np.ones(10**7)", "[0.0] * 10**6"]


@pytest.mark.parametrize("check", [exercises.check_mse, exercises.check_gradient, exercises.check_adam])
@pytest.mark.parametrize("huge", HUGE)
def test_a_huge_answer_is_refused_before_it_fills_the_memory(check, huge):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    words = say(check, cell(f"def huge(*arguments, **settings):\n    return {huge}"))
    assert (
        "asks for more memory than there is for it" in words
        or "of more than 200,000 numbers" in words
        or (check is exercises.check_adam and "should return three things" in words)
    )
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1.5 * 2**20  # kilobytes


@pytest.mark.parametrize(
    ("check", "source", "words"),
    [
        (exercises.check_mse, "return str(np.nanmean((p - q) ** 2))", "The number is right, but it is a text."),
        (exercises.check_mse, "return np.nanmean((p - q) ** 2),", "in a row of its own. Leave out the comma"),
        (exercises.check_mse, "return [np.nanmean((p - q) ** 2)]", "Take it out of the square brackets."),
        (exercises.check_mse, "return np.nanmean((p - q) ** 3)", "(p - q) ** 3 should be (p - q) ** 2."),
        (exercises.check_mse, "p = [1, 2]\n    return 0 * sum(q)", "my_mse should return 2, but it returns 0."),
        (exercises.check_mse, "yield 1", "returns a generator, which holds no answer yet. Write return in place"),
        (exercises.check_derivative, "return 3*q[3]*p**2, 2*q[2]*p, q[1]", "It is a row of numbers. Add them up"),
        (
            exercises.check_derivative,
            "q = [1, 2, 3, 4]\n    return 3*q[3]*p**2 + 2*q[2]*p + q[1]",
            "throws away the q",
        ),
        (
            exercises.check_derivative,
            "return 3*q[3]*p**2 + 2*q[2]*p + q[1] or None",
            "a = [3, 0, 0, 0], my_derivative",
        ),
        (
            exercises.check_derivative,
            "return 3*q[3]*p**2 + 2*q[2]*p + q[1] + q[0]/p",
            "Look at the constant alone",
        ),
    ],
)
def test_the_form_of_an_answer_and_small_slips_are_named(check, source, words):
    assert words in say(check, cell(f"def f(p, q):\n    {source}"))


@pytest.mark.parametrize(
    ("check", "source", "words"),
    [
        (exercises.check_best_rate, "return 2 / (c[0] + c[1])", "That takes the first two curvatures"),
        (exercises.check_gradient, "y, x = c\n    return 2*x - 2 + y, 20*y + 40 + x", "x and y are swapped"),
        (exercises.check_gradient, "x, y = c\n    return (x - 1)**2 + y, 10*(y + 2)**2 + x", "squares are still"),
        (exercises.check_gradient, "x, y = c\n    return 2*(x + 1) + y, 20*(y + 2) + x", "x + 1 should be x - 1."),
        (
            exercises.check_gradient,
            "x, y = c\n    return np.round([2*x - 2 + y, 20*y + 40 + x], 1)",
            "np.round loses decimals",
        ),
        (
            exercises.check_valleys,
            "return c**4 - 2*c**2 + 0.4*c + 5",
            "is the lesson's x⁴ − 2x² + 0.4x, up to a factor",
        ),
        (
            exercises.check_valleys,
            "return 5 - 2*np.cos(2*c) + c**2 / 8",
            "is the lesson's x²/16 − cos 2x, up to a factor",
        ),
    ],
)
def test_wrong_answers_that_were_accepted_or_misread(check, source, words):
    assert words in say(check, cell(f"def f(c):\n    {source}"))


def test_a_shallow_valley_that_no_run_reaches_does_not_spoil_the_others():
    assert "valleys" in applaud(exercises.check_valleys, lambda x: np.cos(2 * x) + 0.1 * abs(x))


def test_a_rule_that_multiplies_the_slope_by_x_is_fooled_near_zero():
    words = say(exercises.check_rule, lambda x, new, g: abs(new - x) < 1e-5 and abs(x * g(x)) < 1e-5)
    assert "on (x − 3)² from 1e-06" in words


def test_what_the_package_has_is_no_answer_of_your_own():
    words = say(exercises.check_adam, gdlesson.optimizers.adam)
    assert "that is the package's own adam. Write yours" in words


def test_no_number_is_blamed_where_only_a_step_is_too_many():
    source = """
    def my_descent(gradient, x, learning_rate, tolerance, max_iterations):
        path, reason = [x], "max_iterations"
        while len(path) <= max_iterations + 1:
            new = x - learning_rate * gradient(x)
            if abs(new - x) < tolerance:
                reason = "tolerance"
                break
            x = new
            path.append(x)
        return path, reason
    """
    assert "It takes one step more than the cap" in say(exercises.check_descent, cell(source))


SOLUTIONS = Path(__file__).parents[2] / "notebooks" / "solutions.ipynb"


def test_every_exercise_is_solved_in_the_solutions():
    notebook = nbformat.read(SOLUTIONS, as_version=4)
    sources = "\n".join(cell.source for cell in notebook.cells)
    for name in (name for name in exercises.__all__ if name.startswith("check_")):
        assert f"\nexercises.{name}(" in sources and f"assert exercises.{name}(" in sources
