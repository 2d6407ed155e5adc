"""Answers to exercises as a learner writes them, and what a check says to them."""

import itertools
import linecache
import math
import textwrap

import numpy as np

CELLS = itertools.count(1)


def say(check, *answer):
    """Return what a check says to somebody who is not right yet."""
    feedback = check(*answer)
    assert not feedback.right and feedback.words.startswith("Not yet: "), feedback
    assert "could not be checked" not in feedback.words
    return feedback.words


def applaud(check, *answer):
    """Return what a check says to somebody who is right."""
    feedback = check(*answer)
    assert feedback.right and feedback.words.startswith("Correct: "), feedback
    return feedback.words


def nearly(check, *answer):
    """Return what a check says to somebody who does no more than the lesson does."""
    words = say(check, *answer)
    assert words.startswith("Not yet: right so far, but "), words
    return words


def cell(source, **notebook):
    """Return the function that a cell of a notebook defines, where np, math and these names are known."""
    source, name = textwrap.dedent(source).strip() + "\n", f"<cell {next(CELLS)}>"
    linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
    scope = {"np": np, "math": math, **notebook}
    exec(compile(source, name, "exec"), scope)
    return list(scope.values())[-1]


def prints(*arguments):
    """Print an answer, as somebody does who takes print for return."""
    print("the answer is 3")


def endless(*arguments):
    """Never end."""
    while True:
        pass
