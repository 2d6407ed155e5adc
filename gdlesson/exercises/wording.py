"""How values that a learner gave are described in feedback."""

import contextlib
import reprlib

import numpy as np

from gdlesson.checks import WrongResultError, as_numbers
from gdlesson.words import apart, count, number

MOST = 200_000  # so many numbers are read, in lists within lists


def numbers_of(value):
    """Return numbers as a float or an array of floats; raise `WrongResultError` if they are none, or too many."""
    if many(value) > MOST or isinstance(value, (list, tuple, np.ndarray)) and missing_in(value):
        raise WrongResultError
    return as_numbers(value)


def many(value):
    """Return how many numbers there are in a list, a tuple or an array; more than MOST are not counted."""
    waiting, seen = [value], 0
    while waiting and seen <= MOST:
        each = waiting.pop()
        seen += np.size(each) if isinstance(each, np.ndarray) else 1
        if isinstance(each, (list, tuple)):
            if seen + len(each) > MOST:
                return seen + len(each)
            waiting.extend(each)
    return seen


def missing_in(value):
    """Tell whether None stands among the numbers, which NumPy would turn into nan."""
    if isinstance(value, np.ndarray):
        return value.dtype == object and any(each is None for each in value.flat)
    return any(each is None or isinstance(each, (list, tuple, np.ndarray)) and missing_in(each) for each in value)


def kind(value):
    """Return what a value is, in words: "the text 'abc'", "the list [1, 2]", "a function"."""
    if value is None or value is ...:
        return "nothing"
    if isinstance(value, (str, bytes)):
        return f"the text {reprlib.repr(value)}"
    if isinstance(value, (complex, bool, np.bool_)):
        return reprlib.repr(bool(value) if isinstance(value, np.bool_) else value)
    if isinstance(value, (int, float, np.number)):
        with contextlib.suppress(OverflowError):
            return f"the number {number(value)}"
    if isinstance(value, (list, tuple, np.ndarray)):
        name = type(value).__name__.replace("ndarray", "array")
        with contextlib.suppress(Exception):
            return rows_in_words(numbers_of(value), name)
        return f"{with_article(name)}{unusual(value)}"
    if isinstance(value, type) or callable(value):
        return "a class" if isinstance(value, type) else "a function"
    return with_article(type(value).__name__)


def unusual(value):
    """Return what is unusual about a list, a tuple or an array that is no array of numbers."""
    with contextlib.suppress(Exception):
        if many(value) > MOST:
            return f" of more than {MOST:,} numbers"
        if missing_in(value):
            return " with None in it"
        if isinstance(value, np.ndarray) and value.dtype.kind in "US":
            return " of texts"
    return ""


def rows_in_words(values, name):
    """Return numbers in a list, a tuple or an array in words: a short row itself, of anything else its shape."""
    if np.ndim(values) == 1 and len(values):
        return f"the {name} {listed(values)}"
    if name == "array":
        return f"an array of shape {np.shape(values)}" if np.ndim(values) else f"the number {number(values)}"
    if np.size(values) == 0:
        return f"an empty {name}"
    return f"{with_article(name)} of {count(len(values), 'row')} of {count(np.size(values[0]), 'number')}"


def with_article(name):
    """Return a noun with "a" or "an" before it."""
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def listed(values, most=6, noun="number", digits=None):
    """Return numbers as "[1, 2, 3]"; of a long row its beginning and how many there are; one number as it is."""
    if np.ndim(values) == 0:
        return number(values, digits or 5)
    if np.ndim(values) > 1:
        return f"an array of shape {np.shape(values)}"
    shown = ", ".join(number(value, digits or 6) for value in values[:most])
    return f"[{shown}]" if len(values) <= most else f"[{shown}, …] ({count(len(values), noun)})"


def two_apart(one, other, most=6, noun="number"):
    """Return two different answers in words that look different: with as many digits as that takes.

    Examples
    --------
    >>> two_apart(7.8, 7.8000001)
    ('7.8', '7.8000001')
    >>> two_apart([1, 2], [1, 2 + 1e-8])
    ('[1, 2]', '[1, 2.00000001]')
    """
    for digits in (None, *range(7, 18)):
        words = listed(one, most, noun, digits), listed(other, most, noun, digits)
        if words[0] != words[1]:
            return words
    if np.shape(one) == np.shape(other) and np.ndim(one):  # they differ beyond what is shown
        first, second = np.ravel(one), np.ravel(other)
        k = int(np.argmax(first != second))
        return tuple(f"{apart(a[k], b[k])} in place {k + 1}" for a, b in ((first, second), (second, first)))
    return words


def sentence(words):
    """Return words with a capital letter at the beginning."""
    return words[:1].upper() + words[1:]
