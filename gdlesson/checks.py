"""What a learner hands over, checked: numbers, starts and learning rates, functions and what they return.

Every message says what was given and what is expected.
"""

import math
from math import inf

import numpy as np

from gdlesson.schedules import as_schedule


def as_float(name, value):
    """Return one number as a float; a text, a list or a function is told that it is none."""
    if np.ndim(value) != 0 or np.asarray(value).dtype.kind not in "biufO" or isinstance(value, complex):
        raise TypeError(f"{name} must be one number, got {value!r}")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be one number, got {value!r}") from None
    except OverflowError:
        raise ValueError(f"{name} must be finite, and not as large as this") from None


def checked_number(name, value):
    """Return value as a float where it is finite and not negative, else say what was expected."""
    number = as_float(name, value)
    if not 0 <= number < inf:
        raise ValueError(f"{name} must be a finite number, 0 or more, got {value}")
    return number


def checked_count(name, value):
    """Return value as an int where it is a whole number, 0 or more, else say what was expected."""
    number = as_float(name, value)
    if number != number // 1 or not 0 <= number < inf:
        raise ValueError(f"{name} must be a whole number, 0 or more, got {value}")
    return int(number)


def checked_rate(learning_rate):
    """Return a learning rate, or a schedule that gives one for the first step; else say what was expected."""
    if not callable(learning_rate):
        return checked_number("learning_rate", learning_rate)
    checked_schedule(learning_rate)(0)
    return learning_rate


def checked_schedule(learning_rate):
    """Return a learning rate as a schedule of which each rate is looked at."""
    schedule = as_schedule(learning_rate)

    def checked(step):
        try:
            rate = schedule(step)
        except Exception as error:
            wanted = "learning_rate must be a number or a schedule"
            raise TypeError(f"{wanted}, but at step {step} it fails: {error}") from error
        return checked_number(f"the learning_rate at step {step}", rate)

    return checked if callable(learning_rate) else schedule


def checked_start(f, start):
    """Return start as a float or a vector, where f has a finite loss and a slope of the same shape there."""
    x = np.asarray(start)
    if x.ndim > 1 or not x.size or x.dtype.kind not in "biufO":
        raise TypeError(f"start must be a number or a vector of numbers, got {start!r}")
    x = np.array([as_float("start", part) for part in x]) if x.ndim else as_float("start", start)
    if not np.isfinite(x).all():
        raise ValueError(f"start must be finite, got {start}")
    check_result(f"{f.name}({start})", f(x), ())
    check_result(f"the gradient of {f.name} at {start}", f.gradient(x), np.shape(x))
    return x


def check_result(what, result, shape):
    """Check that a function of the learner returned finite numbers in the expected shape."""
    expected = f"a vector of {shape[0]} numbers" if shape else "one number"
    if np.shape(result) != shape:
        raise ValueError(f"{what} must be {expected}, but it has the shape {np.shape(result)}: {result!r}")
    if not np.isfinite(result).all():
        raise ValueError(f"{what} must be finite, but it is {result}: choose another start")


def checked_rates(learning_rate):
    """Return a learning rate, many of them, or a schedule; else say what was expected."""
    if not np.ndim(learning_rate):
        return checked_rate(learning_rate)
    try:
        rates = np.asarray(learning_rate, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(
            f"learning_rate must be a number, a row of them, or a schedule, got {learning_rate}"
        ) from None
    if rates.ndim > 1 or not (np.isfinite(rates) & (rates >= 0)).all():
        raise ValueError(f"learning_rate must be finite numbers, 0 or more, in one row, got {learning_rate}")
    return rates


def checked_view(view):
    """Return a view as two floats, or two pairs of them; else say what was expected."""
    if np.ndim(view) == 2 and len(view) == 2:
        return checked_view(view[0]), checked_view(view[1])
    try:
        low, high = (float(end) for end in view)
    except (TypeError, ValueError):
        low = high = math.nan
    if not -math.inf < low < high < math.inf:
        raise ValueError(f"view must be two finite numbers in rising order, got {view}")
    return low, high


class WrongResultError(Exception):
    """What a function returned is not made of real numbers."""


def call(function, name, x):
    """Return function(x) as a float or an array of floats: inf where it overflows, else a readable error.

    A vector is handed over as a copy, so that a function that changes it does no harm.
    """
    try:
        y = function(x.copy() if isinstance(x, np.ndarray) else x)
        return y if type(y) is float else as_numbers(y)
    except OverflowError:
        return math.inf
    except WrongResultError:
        raise TypeError(f"{name} must return a number, but at x = {x} it returned {y!r}") from None
    except Exception as error:
        advice = " (to square x, write x**2)" if "^" in str(error) else ""
        raise ValueError(f"{name} failed at x = {x}: {type(error).__name__}: {error}{advice}") from error


def as_numbers(y):
    """Return y as a float, or as a new array of floats."""
    if isinstance(y, float):  # NumPy's floats are floats, too
        return float(y)
    numbers = np.array(y)
    if numbers.dtype.kind not in "biufO" or y is None:
        raise WrongResultError
    try:
        return float(numbers) if numbers.ndim == 0 else numbers.astype(float, copy=False)
    except (TypeError, ValueError):
        raise WrongResultError from None


def or_nan(function, *arguments):
    """Return what a function of ours returns, or nan where the learner's function fails there."""
    try:
        return function(*arguments)
    except (TypeError, ValueError):
        return math.nan
