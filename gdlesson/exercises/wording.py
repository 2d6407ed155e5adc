"""How values that a learner gave are described in feedback."""

import contextlib
import reprlib

import numpy as np

from gdlesson.checks import as_numbers
from gdlesson.verdicts import count, number


def kind(value):
    """Return what a value is, in words: "the text 'abc'", "the list [1, 2]", "a function"."""
    name = type(value).__name__
    if value is None or value is ...:
        return "nothing"
    if isinstance(value, (str, complex, bool, np.bool_)):
        return f"{'the text ' if isinstance(value, str) else ''}{reprlib.repr(value)}"
    if isinstance(value, (int, float, np.number)):
        with contextlib.suppress(OverflowError):
            return f"the number {number(value)}"
    if isinstance(value, (list, tuple, np.ndarray)):
        with contextlib.suppress(Exception):
            return f"the {'array' if name == 'ndarray' else name} {listed(as_numbers(value))}"
    if isinstance(value, type) or callable(value):
        return "a class" if isinstance(value, type) else "a function"
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def apart(value, border, digits=5):
    """Return a number with so many digits that it does not look like another one, which it is not."""
    shown = (number(value, d) for d in range(digits, 18) if number(value, d) != number(border, d))
    return next(shown, number(value, digits))


def listed(values, most=6, noun="number"):
    """Return numbers as "[1, 2, 3]"; of a long row its beginning and how many there are; one number as it is."""
    if np.ndim(values) == 0:
        return number(values)
    if np.ndim(values) > 1:
        return f"an array of the shape {np.shape(values)}"
    shown = ", ".join(number(value, 6) for value in values[:most])
    return f"[{shown}]" if len(values) <= most else f"[{shown}, …] ({count(len(values), noun)})"
