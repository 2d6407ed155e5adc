"""Checks on what a learner passes in: numbers, arrays, learning rates, starts, and functions.

Each function returns its argument in a standard form, or raises an error that says in one sentence what was given
and what is expected.
"""

import math
import reprlib
from math import inf

import numpy as np


def shown(value):
    """Return a value as one short line for a message."""
    return " ".join(reprlib.repr(value).split())


def as_float(name, value):
    """Return one real number as a float. Text, lists, None, and True or False are a TypeError."""
    try:
        if np.asarray(value).dtype.kind not in "iufO" or np.ndim(value):
            raise TypeError
        return float(value)
    except OverflowError:
        raise ValueError(f"{name} must be finite, but the number given is too large for a float") from None
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be one number, got {shown(value)}") from None


def as_floats(name, values):
    """Return data as an array of floats in its shape; an array of floats is returned as it is.

    In an array, True and False are the labels 1 and 0; alone they are a TypeError, and so is anything else.
    """
    array = floats_or_none(values, "b")
    if array is None:
        raise TypeError(f"{name} must be numbers, got {shown(values)}")
    return array


def floats_or_none(values, also=""):
    """Return numbers as an array of floats, or None if they are not numbers: True and False are not.

    `also` is "b" for data, in which an array of truth values holds labels.
    """
    try:
        array = np.asarray(values)
        if array.dtype.kind == "O":  # such as fractions; NumPy itself would turn None into nan
            array = np.array([as_float("each number", part) for part in array.flat]).reshape(array.shape)
    except (TypeError, ValueError):  # something that is not a number, or rows of different lengths
        return None
    return array.astype(float, copy=False) if array.dtype.kind in "iuf" + also * array.ndim else None


def checked_flag(name, value):
    """Return True or False; anything else is a TypeError."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, got {shown(value)}")
    return bool(value)


def finite_floats(name, values):
    """Return numbers as an array of floats, all of them finite."""
    array = as_floats(name, values)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, got {array[~np.isfinite(array)].flat[0]}")
    return array


def checked_pair(first, second, names=("x", "y")):
    """Return two arrays of finite floats that have the same shape and at least one number each."""
    first, second = (finite_floats(name, values) for name, values in zip(names, (first, second), strict=True))
    if first.shape != second.shape or not first.size:
        raise ValueError(
            f"{names[0]} and {names[1]} must have the same shape and at least one number, got the shapes "
            f"{first.shape} and {second.shape}"
        )
    return first, second


def checked_number(name, value):
    """Return a finite number, 0 or more, as a float."""
    number = as_float(name, value)
    if not 0 <= number < inf:
        raise ValueError(f"{name} must be a finite number, 0 or more, got {value}")
    return number


def checked_count(name, value, least=0, most=inf):
    """Return a whole number from `least` to `most` as an int."""
    number = as_float(name, value)
    if number != number // 1 or not least <= number <= most or number == inf:
        domain = f" from {least} to {most}" if most < inf else f", {least} or more"
        raise ValueError(f"{name} must be a whole number{domain}, got {value}")
    return int(value)


def checked_rate(learning_rate):
    """Return a learning rate as a float, or a schedule that gives a valid rate for its first step."""
    if not callable(learning_rate):
        return checked_number("learning_rate", learning_rate)
    checked_schedule(learning_rate)(0)
    return learning_rate


def checked_schedule(learning_rate):
    """Return a learning rate as a schedule. Where it is one already, each rate is checked as it is used."""

    def checked(step):
        try:
            rate = learning_rate(step)
        except Exception as error:
            wanted = "learning_rate must be a number or a schedule"
            raise TypeError(f"{wanted}, but at step {step} it fails: {error}") from error
        return checked_number(f"the learning_rate at step {step}", rate)

    return checked if callable(learning_rate) else lambda step: learning_rate


def checked_rates(learning_rate):
    """Return a learning rate as a float, several as an array of shape (runs,), or a schedule."""
    if isinstance(learning_rate, str) or not hasattr(learning_rate, "__len__"):
        return checked_rate(learning_rate)
    rates, given = floats_or_none(learning_rate), shown(learning_rate)
    if rates is None:
        raise TypeError(f"learning_rate must be a number, a row of them, or a schedule, got {given}")
    if rates.ndim > 1 or not rates.size or not (np.isfinite(rates) & (rates >= 0)).all():
        raise ValueError(f"learning_rate must be finite numbers, 0 or more, in one row, got {given}")
    return rates if rates.ndim else float(rates)


def checked_start(f, start):
    """Return start as a float or a vector where f has a finite loss, and a finite gradient of the same shape."""
    x = floats_or_none(start) if np.iterable(start) else np.float64(as_float("start", start))
    if x is None or x.ndim > 1 or not x.size:
        raise TypeError(f"start must be a number or a vector of numbers, got {shown(start)}")
    if not np.isfinite(x).all():
        raise ValueError(f"start must be finite, got {shown(start)}")
    x = np.array(x) if x.ndim else float(x)
    if f.dimensions == 2 and np.shape(x) != (2,):
        raise ValueError(f"start must be a point (x, y), as {f.name} is a function of two variables, got {x}")
    check_result(f"{f.name}({start})", f(x), ())
    check_result(f"the gradient of {f.name} at {start}", f.gradient(x), np.shape(x))
    return x


def checked_point(f, start):
    """Return start as an array of shape (2,) if it lies in the view of f, and `checked_start` takes it."""
    point = floats_or_none(start)
    if point is None or point.shape != (2,):
        raise (TypeError if point is None else ValueError)(f"start must be a point (x, y), got {shown(start)}")
    for name, part, ends in zip(("start x", "start y"), point.tolist(), f.view, strict=True):
        checked_within(name, part, *ends)
    return checked_start(f, point)


def check_result(what, result, shape):
    """Check that a learner's function returned finite numbers in the expected shape."""
    expected = f"a vector of {shape[0]} numbers" if shape else "one number"
    if np.shape(result) != shape:
        raise ValueError(f"{what} must be {expected}, but it has the shape {np.shape(result)}: {result!r}")
    if not np.isfinite(result).all():
        raise ValueError(f"{what} must be finite, but it is {result}: choose another start")


def checked_view(view):
    """Return a view as (low, high), or as two such pairs for the two axes of the plane."""
    ends = floats_or_none(view)
    fits = ends is not None and ends.shape in ((2,), (2, 2)) and (np.abs(ends) < 1e300).all()
    if not (fits and (ends[..., 0] < ends[..., 1]).all()):
        raise ValueError(f"view must be two finite numbers in rising order, or two such pairs, got {shown(view)}")
    return tuple(ends.tolist()) if ends.ndim == 1 else tuple(map(tuple, ends.tolist()))


def checked_interval(view):
    """Return a view of one axis as (low, high)."""
    view = checked_view(view)
    if np.ndim(view) != 1:
        raise ValueError(f"view must be two finite numbers in rising order, got {shown(view)}")
    return view


class WrongResultError(Exception):
    """A function returned something other than real numbers."""


def call(function, name, x):
    """Return function(x) as a float or an array of floats: inf where it overflows, else a readable error.

    A vector is passed as a copy, so that a function that changes its argument does no harm.
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
        advice = " (a point such as (x, y) is expected)" if "unpack" in str(error) else advice
        raise ValueError(f"{name} failed at x = {x}: {type(error).__name__}: {error}{advice}") from error


def as_numbers(y):
    """Return what a function returned as a float, or as a new array of floats."""
    if isinstance(y, float):  # NumPy's floats too
        return float(y)
    try:
        numbers = np.array(y)
        if numbers.dtype.kind in "biufO" and y is not None:
            return float(numbers) if numbers.ndim == 0 else numbers.astype(float, copy=False)
    except (TypeError, ValueError):
        pass  # rows of different lengths, or something that is not a number
    raise WrongResultError


def or_nan(function, *arguments):
    """Return function(*arguments), or nan where the learner's function fails."""
    try:
        return function(*arguments)
    except (TypeError, ValueError):
        return math.nan


def checked_within(name, value, low, high):
    """Return a number if it lies between two ends, as an int if the ends are ints; otherwise raise an error."""
    number = as_float(name, value)
    if not (low <= number <= high and math.isfinite(number)):
        ends = "a finite number, 0 or more" if high == math.inf else f"between {low:.9g} and {high:.9g}"
        raise ValueError(f"{name} must be {ends}, got {value}")
    if isinstance(low, int) and number != int(number):
        raise ValueError(f"{name} must be a whole number, got {value}")
    return type(low)(number)
