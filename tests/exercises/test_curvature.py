"""Lesson 12: a line search that tries and halves, and a gradient clipped by its length."""

import numpy as np
import pytest
from answers import applaud, cell, say

from gdlesson import backtrack, clip_by_norm
from gdlesson.exercises import check_clip, check_search
from gdlesson.exercises.curvature import CLIP, SEARCH

WHILE = """
def my_search(f, x, slope, rate):
    while f(x - rate * slope) > f(x) - 0.1 * rate * slope**2:
        rate = rate / 2
    return rate
"""
FOREVER = """
def search(f, x, slope, rate):
    here = f(x)
    while True:
        new = x - rate * slope
        if f(new) <= here - rate * slope * slope / 10:
            return rate
        rate *= 0.5
"""
COUNTED = """
def my_search(function, start, s, first):
    for k in range(60):
        t = first / 2**k
        if function(start - t * s) <= function(start) - 0.1 * t * s**2:
            break
    return np.float64(t)
"""
RECURSIVE = """
def my_search(f, x, slope, rate):
    if f(x - rate * slope) <= f(x) - 0.1 * rate * abs(slope)**2:
        return rate
    return my_search(f, x, slope, rate / 2)
"""


@pytest.mark.parametrize("source", [WHILE, FOREVER, COUNTED, WHILE.replace(" > ", " - 1e-15 > ")])
def test_right_searches(source):
    words = applaud(check_search, cell(source))
    assert "13 cases, of which 2 rates needed no halving" in words and "0.0625, leads to −1.4062" in words


def test_a_search_that_calls_itself_is_right():
    scope = {}
    exec(RECURSIVE, scope)
    applaud(check_search, scope["my_search"])


def test_the_right_answers_are_those_of_the_package():
    for f, x, slope, rate in SEARCH.cases:
        assert SEARCH.truth(f, x, slope, rate) == backtrack(f, x, -slope, -slope * slope, rate).rate
    for g, limit in CLIP.cases:
        np.testing.assert_allclose(CLIP.truth(g, limit), clip_by_norm(g, limit))


def changed(old, new):
    assert old in WHILE
    return WHILE.replace(old, new)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (changed("while", "if"), "It halves only once. Write while in place of if."),
        (changed(" - 0.1 * rate * slope**2", ""), "asks only for a lower loss"),
        (changed(" > f(x) - 0.1 * rate * slope**2", " >= f(x)"), "asks only for a lower loss"),
        (changed("- 0.1", "+ 0.1"), "The limit lies above f(x)"),
        (changed("slope**2", "slope"), "The slope counts squared"),
        (changed("slope**2", "slope*2"), ""),
        (changed("0.1", "0.5"), "half of what the slope promises"),
        (changed("0.1 * ", ""), "all that the slope promises. A tenth is enough"),
        (changed("0.1", "0.01"), "a hundredth"),
        (changed("0.1 * rate *", "0.1 *"), "Without the rate in the limit, no try may be good enough"),
        (changed("x - rate * slope)", "x + rate * slope)"), "It tries uphill"),
        (changed("x - rate * slope)", "x - rate)"), "The slope is missing"),
        (changed(" > ", " <= "), "The test is the wrong way around"),
        (changed("return rate", "return rate / 2"), "It halves once more"),
        (changed("return rate", "return x - rate * slope"), "That is where the try leads"),
        (changed("return rate", "return f(x - rate * slope)"), "That is the loss of the try"),
        (changed("return rate", "return rate * slope"), "That is the step. Return the rate."),
        (changed("return rate", "print(rate)"), "prints, but it does not return"),
        (changed("return rate", "return [rate]"), "Take it out of the square brackets"),
        (changed("    return rate", "        return rate"), ""),
        (changed("rate / 2", "rate / 10"), "Halve it: rate / 2"),
        (changed("rate / 2", "rate // 2"), ""),
        (
            changed("rate = rate / 2", "x = x - rate * slope; rate = rate / 2"),
            "Each try goes on from the last one",
        ),
        (changed("rate = rate / 2", "pass"), "has called f 2,500 times, and goes on. Does each round halve"),
        ("def my_search(f, x, slope, rate):\n    return rate", "It never halves the rate"),
        ("def my_search(f, x, slope, rate):\n    return 0.5", "always returns the same"),
        ("def my_search(f, x, slope, rate):\n    return rate / 4", ""),
        ("def my_search(f, x, slope):\n    return 0.5", ""),
        (
            """
            def my_search(f, x, slope, rate):
                limit = f(x) - 0.1 * rate * slope**2
                while f(x - rate * slope) > limit:
                    rate = rate / 2
                return rate
            """,
            "compute the try and the limit anew",
        ),
        (
            """
            def my_search(f, x, slope, rate):
                tries = 1
                while f(x - rate * slope) > f(x) - 0.1 * rate * slope**2:
                    rate, tries = rate / 2, tries + 1
                return tries
            """,
            "That is the number of tries",
        ),
        (
            """
            def my_search(f, x, slope, rate):
                while f(x - rate * slope) > f(x) - 0.1 * rate * slope**2:
                    last = rate
                    rate = rate / 2
                return last
            """,
            "It returns the last rate that is refused",
        ),
    ],
)
def test_wrong_searches(source, words):
    assert words in say(check_search, cell(source))


def in_a_loop(g, limit):
    total = 0
    for each in g:
        total += each**2
    length = total**0.5
    return [each * limit / length for each in g] if length > limit else g


@pytest.mark.parametrize(
    "right",
    [
        clip_by_norm,
        in_a_loop,
        lambda g, limit: g * min(1, limit / max(np.linalg.norm(g), 1e-12)),
        lambda g, limit: g / max(1, np.linalg.norm(g) / limit),
        lambda g, limit: g if np.sqrt(g @ g) <= limit else limit * g / np.sqrt(g @ g),
        lambda g, limit: tuple(g * limit / np.hypot.reduce(g)) if np.hypot.reduce(g) > limit else tuple(g),
        cell("""
        def my_clip(g, limit):
            length = np.linalg.norm(g)
            if length > limit:
                g = g * limit / length
            return g
        """),
    ],
)
def test_right_clips(right):
    assert "5 gradients shortened and 5 left alone" in applaud(check_clip, right)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return np.clip(g, -limit, limit)", "clips each number by itself, and so the arrow turns"),
        ("return np.minimum(g, limit)", "clips each number by itself"),
        ("return g", "It clips nothing"),
        ("n = np.linalg.norm(g)\n    return g * limit / n if n else g", "Short gradients become longer"),
        ("n = np.linalg.norm(g)\n    return g / n if n else g", "Every gradient gets the length 1"),
        ("n = np.linalg.norm(g)\n    return g / n if n > limit else g", "The length becomes 1"),
        ("n = np.linalg.norm(g)\n    return g * n / limit if n > limit else g", "upside down"),
        ("n = np.linalg.norm(g)\n    return g * limit if n > limit else g", "Divide by the length as well"),
        (
            "n = np.linalg.norm(g)\n    return g / limit if n > limit else g",
            "The length that is too long is missing",
        ),
        ("n = np.linalg.norm(g)\n    return 0 * g if n > limit else g", "becomes 0. Keep its direction"),
        ("n = np.linalg.norm(g)\n    return g * limit / n if 0 < n < limit else g", "wrong way around"),
        ("n = np.sum(g**2)\n    return g * limit / n if n > limit else g", "The root is missing"),
        ("n = np.sum(abs(g))\n    return g * limit / n if n > limit else g", "It adds up the sizes"),
        ("n = np.max(abs(g))\n    return g * limit / n if n > limit else g", "It takes the largest number"),
        ("n = len(g)\n    return g * limit / n if n > limit else g", "len counts the numbers"),
        ("n = np.linalg.norm(g)\n    return abs(g) * limit / n if n > limit else g", "The signs are lost"),
        ("n = np.linalg.norm(g)\n    return min(n, limit)", "That is the new length"),
        ("n = np.linalg.norm(g)\n    return limit if n > limit else g", ""),
        ("n = np.linalg.norm(g)\n    g *= limit / n\n    return g", "changes what it is given"),
        ("n = np.linalg.norm(g)\n    if n > limit:\n        return g * limit / n", "returns nothing"),
        ("n = np.sqrt(g[0]**2 + g[1]**2)\n    return g * limit / n if n > limit else g", ""),
        ("print(g)", "prints, but it does not return"),
    ],
)
def test_wrong_clips(body, words):
    assert words in say(check_clip, cell(f"def my_clip(g, limit):\n    {body}"))
