"""Functions of one number, or of one point, applied to many at once."""

import math

import numpy as np

from gdlesson.checks import call, or_nan

# Numbers of both signs and many sizes, on which a function shows whether it takes arrays: none round, but for 0.
SAMPLE = np.outer([-1.37, 1.37], 10.0 ** np.arange(-9, 10)).ravel()
SAMPLE = np.concatenate([SAMPLE, [0.0, -0.61, 0.61, -2.93, 2.93, -6.7, 6.7]])


def elementwise(function):
    """Return a function of an array that gives what `function` gives for each number of it, nan where it fails.

    A function that takes arrays gets all numbers at once, else one at a time.
    """

    def one_by_one(xs):
        return np.array([number_or_nan(function, x) for x in xs.ravel().tolist()], dtype=float).reshape(xs.shape)

    def at_once(xs):
        results = all_at_once(function, xs)
        return one_by_one(xs) if results is None else results

    return at_once if takes_arrays(function) else one_by_one


def pointwise(function, read):
    """Return a function of points, an array of shape (2, ...), that gives what `function` gives for each of them.

    A function that takes all points at once gets them so, else one at a time; nan where it fails. `read` is
    `one_number` for a loss, `one_vector` for a slope.
    """

    def one_by_one(points):
        columns = points.reshape(2, -1).T
        results = np.array([read(or_nan(call, function, "f", point)) for point in columns])
        return np.moveaxis(results, 0, -1).reshape(*results.shape[1:], *points.shape[1:])

    def at_once(points):
        results = read_all(function, points, read)
        return one_by_one(points) if results is None else results

    sample = np.stack([SAMPLE, np.roll(SAMPLE, 7)])
    with np.errstate(all="ignore"):
        tried = read_all(function, sample, read)
        return at_once if tried is not None and same_numbers(tried, one_by_one(sample)) else one_by_one


def one_number(y):
    """Return a loss as an array without axes, nan where it is none."""
    return np.array(y if type(y) is float else np.nan)


def one_vector(y):
    """Return a slope as an array of shape (2,), nan where it is none."""
    return y if np.shape(y) == (2,) else np.full(2, np.nan)


def read_all(function, points, read):
    """Return function(points) as an array of floats, or None where that is not what is read for each of them."""
    shape = read(None).shape + points.shape[1:]
    try:
        results = np.array(function(points.copy()), dtype=float)
    except Exception:  # it takes one point at a time, then
        return None
    return results if results.shape == shape else None


def takes_arrays(function):
    """Tell whether a function of an array gives, element by element, what it gives for single numbers.

    It is tried out on `SAMPLE`, for there are functions, such as `x if np.all(x > 0) else -x`, that take an array
    and mean something else.
    """
    with np.errstate(all="ignore"):
        tried = all_at_once(function, SAMPLE)
        return tried is not None and same_numbers(tried, [number_or_nan(function, x) for x in SAMPLE.tolist()])


def number_or_nan(function, x):
    """Return function(x) as a float, nan where it fails or gives no number."""
    y = or_nan(call, function, "f", x)
    return y if type(y) is float else math.nan


def all_at_once(function, xs):
    """Return function(xs) as an array of floats, or None where that is not one real number for each of xs."""
    shown = xs.view()
    shown.flags.writeable = False  # a function that would change its argument is refused
    try:
        results = np.asarray(function(shown))
    except Exception:  # it takes one number at a time, then
        return None
    fits = results.shape == xs.shape and results.dtype.kind in "biuf"
    return results.astype(float, copy=False) if fits else None


def same_numbers(a, b):
    """Tell whether two arrays are equal but for rounding; inf and nan, both of which end a run, count as equal."""
    a, b = np.asarray(a), np.asarray(b)
    finite = np.isfinite(a)
    return np.array_equal(finite, np.isfinite(b)) and np.allclose(a[finite], b[finite], rtol=1e-9, atol=1e-12)
