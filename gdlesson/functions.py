"""What we go down: functions with their gradients.

`quadratic(a)` is the running example of the lessons. A plain function of your own works wherever it does:
`Function(f)` wraps it, and differentiates it numerically where you give no gradient.
"""

import math
from functools import cached_property

import numpy as np

from gdlesson.arrays import elementwise, one_number, one_vector, pointwise, takes_arrays
from gdlesson.calculus import between, numerical_gradient
from gdlesson.checks import call, checked_view


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
