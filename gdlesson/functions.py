"""What we go down: functions with their gradients.

`quadratic(a)` is the running example of the lessons. A plain function of your own works wherever it does:
`Function(f)` wraps it, and differentiates it numerically where you give no gradient.
"""

import math
from functools import cached_property

import numpy as np

# The step of a central difference that balances its two errors, relative to max(1, |x|): see
# Press et al., Numerical Recipes, section 5.7.
DIFFERENCE = np.finfo(float).eps ** (1 / 3)

# Numbers of both signs and many sizes, on which a function shows whether it takes arrays: none round, but for 0.
SAMPLE = np.outer([-1.37, 1.37], 10.0 ** np.arange(-9, 10)).ravel()
SAMPLE = np.concatenate([SAMPLE, [0.0, -0.61, 0.61, -2.93, 2.93, -6.7, 6.7]])


class Function:
    """A function to go down, with its gradient.

    Parameters
    ----------
    value : callable
        Takes a float (or a vector of shape (n,)) and returns one number, the loss.
    gradient : callable, optional
        Takes what `value` takes and returns the same shape. Left out: `value.gradient` where that exists,
        else central differences, and `numerical` is True.
    name : str, optional
        How pictures and messages call it; left out, the function's own name.
    view : (float, float), or two of them
        The stretch of the x axis that pictures show; for a function of points (x, y), the stretches of both axes.
    minima : sequence of float or of points, optional
        Where its local minima are, if that is known; left out, `minima(f)` looks for those of one variable.
    everywhere : bool
        Whether it surely has a value and a slope at every x, so that nobody need look whether it has.

    Raises
    ------
    TypeError
        `value` or `gradient` cannot be called.
    ValueError
        `view` is not two finite numbers in rising order, nor two such pairs.

    Examples
    --------
    >>> f = Function(lambda x: x**4, name="x⁴")
    >>> f(2.0), round(f.gradient(2.0), 6), f.numerical
    (16.0, 32.0, True)
    """

    def __init__(self, value, gradient=None, name=None, view=(-10.0, 10.0), minima=None, everywhere=False):
        if not callable(value):
            raise TypeError(f"a function is expected, such as quadratic([-3, -2, 3]), got {value!r}")
        slope = getattr(value, "gradient", None) if gradient is None else gradient
        if slope is not None and not callable(slope):
            raise TypeError(f"gradient must be a function, got {slope!r}")
        own_name = getattr(value, "__name__", "f")
        self.value, self.slope, self.view = value, slope, checked_view(view)
        self.dimensions = len(np.shape(self.view))  # 1 for a curve, 2 for a landscape over the plane
        self.numerical, self.known_minima, self.everywhere = slope is None, minima, everywhere
        self.name = name or ("f" if own_name == "<lambda>" else own_name)

    def __call__(self, x):
        """Return the loss at x; inf where the numbers overflow."""
        return call(self.value, self.name, x)

    def gradient(self, x):
        """Return the slope at x, in the shape of x."""
        if self.numerical:
            return numerical_gradient(self, x)
        return call(self.slope, f"the gradient of {self.name}", x)

    def on(self, xs):
        """Return the losses at an array of numbers, also where `value` takes one number at a time.

        Points (x, y) come as an array of shape (2, ...). Where the function fails, as a logarithm does below 0,
        the loss is nan.
        """
        with np.errstate(all="ignore"):
            return self.losses(np.asarray(xs, dtype=float))

    @cached_property
    def losses(self):
        """The function of an array that gives the loss at each of its numbers, or points: see `elementwise`."""
        return elementwise(self.value) if self.dimensions == 1 else pointwise(self.value, one_number)

    @cached_property
    def slopes(self):
        """The function of an array that gives the slope at each of its numbers, or points: see `elementwise`."""
        if self.numerical:
            return lambda xs: numerical_gradient(self.losses, xs) if np.ndim(xs) > 1 else between(self.losses, xs)
        if self.everywhere:
            return self.slope
        return elementwise(self.slope) if self.dimensions == 1 else pointwise(self.slope, one_vector)

    @cached_property
    def takes_arrays(self):
        """Whether the loss of many numbers can be asked for at once."""
        return takes_arrays(self.value)

    def __repr__(self):
        return f"<Function {self.name}{', differentiated numerically' if self.numerical else ''}>"


def as_function(f):
    """Return f as a `Function`: itself where it is one, else wrapped."""
    return f if isinstance(f, Function) else Function(f)


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


class WrongResultError(Exception):
    """What a function returned is not made of real numbers."""


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


def quadratic(a):
    """Return f(x) = a[2]·x² + a[1]·x + a[0], with its gradient f′(x) = 2·a[2]·x + a[1].

    Parameters
    ----------
    a : three numbers
        The coefficients, from the constant upwards. The curvature is 2·a[2] everywhere; where that is
        positive, the minimum lies at x = -a[1] / (2·a[2]).

    Returns
    -------
    Function
        Callable on a float and on arrays of any shape.

    Raises
    ------
    ValueError
        `a` is not three finite numbers.

    Examples
    --------
    >>> f = quadratic([-3, -2, 3])
    >>> f(8), f.gradient(8), f(np.array([-1.0, 0.0, 1.0]))
    (173.0, 46.0, array([ 2., -3., -2.]))
    """
    try:
        a = np.array(a, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"a must be three numbers [a0, a1, a2], got {a!r}") from None
    if a.shape != (3,) or not np.isfinite(a).all():
        raise ValueError(f"a must be three finite numbers [a0, a1, a2], got {a.tolist()}")
    a = a.tolist()

    def f(x):
        return a[2] * x**2 + a[1] * x + a[0]

    def gradient(x):
        return 2 * a[2] * x + a[1]

    middle = -a[1] / (2 * a[2]) if abs(a[1]) < 1e6 * abs(a[2]) else 0.0
    view = math.floor(middle - 9), math.ceil(middle + 9)
    minima = [-a[1] / (2 * a[2])] if a[2] > 0 else []
    return Function(f, gradient, polynomial(a), view, minima, everywhere=max(map(abs, a)) < 1e200)


def polynomial(a):
    """Return a[2]·x² + a[1]·x + a[0] as it is written by hand: "3x² − 2x − 3"."""
    terms = [(c, power) for c, power in zip(reversed(a), ["x²", "x", ""], strict=True) if c]
    text = ""
    for c, power in terms:
        size = "" if abs(c) == 1 and power else f"{abs(c):g}"
        sign = "−" if c < 0 else "+"
        text += f" {sign} {size}{power}" if text else f"{'−' if c < 0 else ''}{size}{power}"
    return text or "0"


def numerical_gradient(f, x):
    """Return the slope of f at x from two values beside it, (f(x + h) − f(x − h)) / 2h.

    Parameters
    ----------
    f : callable
        Takes a float, or a vector of shape (n,), and returns one number.
    x : float or array of shape (n,), or (n, ...) for many points at once where f takes them
        Where.

    Returns
    -------
    float or array of the shape of x
        The slope, or the slope along each axis. The error is about 1e-10 of the size of f.

    Examples
    --------
    >>> round(numerical_gradient(lambda x: x**3, 8.0), 6)
    192.0
    """
    if np.ndim(x) == 0:
        return between(f, x)
    h = difference_step(x)
    sides = [h * np.reshape(axis, (-1, *[1] * (np.ndim(x) - 1))) for axis in np.eye(len(x))]
    return np.array([(f(x + side) - f(x - side)) / (2 * h[k]) for k, side in enumerate(sides)])


def difference_step(x):
    """Return how far beside x to look, for a number or for each of an array."""
    return DIFFERENCE * np.maximum(1.0, np.abs(x))


def between(f, x):
    """Return the slope of f at a number, or at each number of an array that f takes element by element."""
    h = difference_step(x) if np.ndim(x) else float(difference_step(x))
    return (f(x + h) - f(x - h)) / (2 * h)


def curvature(f, x, h=1e-4):
    """Return the second derivative of f at a float x, from two slopes beside it; nan where f fails there."""
    h = beside(f, x, h)
    return or_nan(lambda: (f.gradient(x + h) - f.gradient(x - h)) / (2 * h))


def beside(f, x, h=1e-4):
    """Return how far beside x to look: as near as the digits of x and the error of the slope allow."""
    return (10 if f.numerical else 1) * max(h, h / 1000 * float(np.max(np.abs(x))))


def minima(f, points=2001):
    """Return the local minima of a function of one variable in its view, as a list of floats.

    Where they are not known, looks for valleys between `points` equally spaced numbers, then halves each one's
    bracket by the sign of the slope until it is as narrow as a float allows. A valley around a point where f
    fails is none.
    """
    low, high = f.view
    if f.known_minima is not None:
        return [float(x) for x in f.known_minima if low <= x <= high]
    rim = (high - low) / 100
    xs = np.linspace(low - rim, high + rim, points)
    losses = f.on(xs)
    valleys = np.flatnonzero((losses[1:-1] < losses[:-2]) & (losses[1:-1] <= losses[2:])) + 1
    with np.errstate(all="ignore"):
        found = [or_nan(bisect, f.gradient, float(xs[k - 1]), float(xs[k + 1])) for k in valleys]
    return [x for x in found if math.isfinite(x)]


def round_minima(f):
    """Return the minima in view that are round, as pairs of x and the curvature L there.

    A minimum as flat as that of x⁴, or as sharp as that of |x|, is left out: its curvature depends on how far
    beside it one looks. L is given to nine digits, which is what differences can tell.
    """
    pairs = [(x, round_curvature(f, x)) for x in minima(f)]
    return [(x, float(f"{bend:.9g}")) for x, bend in pairs if bend > 0]


def round_curvature(f, x):
    """Return the curvature of f at x where two ways of looking agree on it, else nan."""
    near, wide = curvature(f, x), curvature(f, x, h=1e-3)
    return near if abs(near - wide) <= 0.1 * abs(near) else math.nan


def bisect(slope, low, high):
    """Return where the slope changes from falling to rising between low and high."""
    for _ in range(80):
        middle = (low + high) / 2
        if slope(middle) < 0:
            low = middle
        else:
            high = middle
    return high
