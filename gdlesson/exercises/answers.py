"""What a learner may hand over: numbers, settings, a learning rate. Anything else is described and refused."""

import contextlib
import math
from collections.abc import Mapping

import numpy as np

from gdlesson.descent import descend
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind, numbers_of
from gdlesson.words import apart, number


def missing(value):
    """Tell whether an answer has been left out."""
    return value is None or value is ...


def blank(value):
    """Return what stands where an answer belongs, as it is written: None, or three dots."""
    return "None" if value is None else "..."


def reads_as_number(text):
    """Tell whether a text is a number in quotation marks."""
    with contextlib.suppress(ValueError):
        return math.isfinite(float(text.replace(",", ".")))
    return False


def a_number(value, name):
    """Check that a learner has given one finite number, and return it as a float."""
    if missing(value):
        raise NotYet(f"put a number in place of {blank(value)}, for {name}.")
    if isinstance(value, str):
        advice = "Remove the quotation marks." if reads_as_number(value) else ""
        raise NotYet(f"{name} is {kind(value)}, but it should be a number.", advice)
    complaint = f"{name} should be one number, but it is"
    answer = read_numbers(value, complaint)
    if np.ndim(answer) != 0 or isinstance(value, (bool, np.bool_)):
        raise NotYet(f"{complaint} {kind(value)}.")
    if not math.isfinite(answer):
        raise NotYet(f"{name} should be a finite number, but it is {number(answer)}.")
    return answer


def a_whole_number(value, name, least, most):
    """Check that a learner has given one whole number in this range, and return it as an int."""
    answer = a_number(value, name)
    if answer != int(answer) or not least <= answer <= most:
        shown = apart(answer, round(answer)) if answer != int(answer) else number(answer, 12)
        raise NotYet(f"{name} should be a whole number from {least} to {most}, but it is {shown}.")
    return int(answer)


def read_numbers(value, complaint):
    """Return what a learner gave as a float or an array of floats; else complain about what it is."""
    try:
        return numbers_of(value)
    except OverflowError:
        raise NotYet(f"{complaint} a number too large for Python to work with.") from None
    except Exception:  # whatever it is, it is no number
        raise NotYet(f"{complaint} {kind(value)}.") from None


def settings(given, like, called="my_settings"):
    """Return the values of a learner's settings, a dict `called` so, in the order of `like`, with its names."""
    if not isinstance(given, Mapping):
        raise NotYet(f"{called} should be a dict such as {like}, but it is {kind(given)}.")
    for name in like:
        if name not in given:
            raise NotYet(f"{name!r} is missing in {called}.")
        if missing(given[name]):
            raise NotYet(f"put a value in place of {blank(given[name])}, for {name}.")
    unknown = [name for name in given if name not in like]
    if unknown:
        raise NotYet(f"{unknown[0]!r} is not a setting of this exercise. There are {', '.join(like)}.")
    return [given[name] for name in like]


def same(one, other, digits=9):
    """Tell whether two answers have the same shape and, to so many digits, the same numbers."""
    try:
        one, other = numbers_of(one), numbers_of(other)
    except Exception:  # one of them is no number
        return False
    return np.shape(one) == np.shape(other) and np.allclose(one, other, 10.0**-digits, 1e-12, equal_nan=True)


def a_run(f, start, learning_rate):
    """Return the run from a learner's start at a learner's rate, or say why there is none."""
    if learning_rate < 0:
        after = start - learning_rate * f.gradient(start)
        raise NotYet(
            f"{number(learning_rate)} is negative: the first step leads uphill, from {number(start)} to "
            f"{apart(after, start)}.",
            "Take a learning rate above 0.",
        )
    try:
        return descend(f, start, learning_rate)
    except ValueError:
        raise NotYet(f"no run can begin at {number(start)}: the loss there is too large to store.") from None
