"""Functions to minimize, with their gradients.

`quadratic(a)` is the running example of the lessons. A plain Python function works wherever it does: `Function(f)`
wraps it, and differentiates it numerically if you give no gradient.
"""

import math
from functools import cached_property

import numpy as np

from gdlesson.arrays import elementwise, one_number, one_vector, pointwise, takes_arrays
from gdlesson.calculus import between, numerical_gradient
from gdlesson.checks import as_floats, call, checked_flag, checked_view, finite_floats, floats_or_none, shown


class Function:
    """A function to minimize, with its gradient.

    Parameters
    ----------
    value : callable
        Takes a float, or a vector of shape (n,), and returns one number, the loss.
    gradient : callable, optional
        Takes what `value` takes and returns an array of the same shape. The default is `value.gradient` if that
        exists, else central differences; then `numerical` is True.
    name : str, optional
        The name in pictures and messages. The default is the name of `value`.
    view : (float, float), or two such pairs
        The range of the x axis in pictures; for a function of points (x, y), the ranges of both axes.
    minima : sequence of float or of points, optional
        The local minima, if they are known; `calculus.minima` searches for those of one variable otherwise.
    everywhere : bool
        Whether value and gradient are known to exist at every x, so that there is no need to check.

    Raises
    ------
    TypeError
        `value` or `gradient` is not callable, `name` is not a text, or `minima` are not numbers.
    ValueError
        `view` is not two finite numbers in rising order, nor two such pairs, or a minimum is not finite.

    Examples
    --------
    >>> f = Function(lambda x: x**4, name="x⁴")
    >>> f(2.0), round(f.gradient(2.0), 6), f.numerical
    (16.0, 32.0, True)
    """

    axes = "x", "y"  # the names of a point's coordinates, in pictures of the plane
    data = None  # for the loss of a line: a dict of the x and the y of its data points, by their names

    def __init__(self, value, gradient=None, name=None, view=(-10.0, 10.0), minima=None, everywhere=False):
        if not callable(value):
            raise TypeError(f"a function is expected, such as quadratic([-3, -2, 3]), got {shown(value)}")
        slope = getattr(value, "gradient", None) if gradient is None else gradient
        if slope is not None and not callable(slope):
            raise TypeError(f"gradient must be a function, got {shown(slope)}")
        if name is not None and not isinstance(name, str):
            raise TypeError(f"name must be a text, got {shown(name)}")
        if minima is not None and finite_floats("minima", minima).ndim not in (1, 2):
            raise TypeError(f"minima must be a list of numbers or points, got {shown(minima)}")
        own_name = getattr(value, "__name__", "f")
        self.value, self.slope, self.view = value, slope, checked_view(view)
        self.dimensions = len(np.shape(self.view))  # 1 for a curve, 2 for a surface over the plane
        self.numerical, self.known_minima = slope is None, minima
        self.everywhere = checked_flag("everywhere", everywhere)
        self.name = name or ("f" if own_name == "<lambda>" else own_name)

    def __call__(self, x):
        """Return the loss at x; inf where the numbers overflow."""
        return call(self.value, self.name, x)

    def gradient(self, x):
        """Return the gradient at x, in the shape of x."""
        if self.numerical:
            return numerical_gradient(self, x)
        return call(self.slope, f"the gradient of {self.name}", x)

    def on(self, xs):
        """Return the losses at an array of numbers, even if `value` takes only one number at a time.

        For a function of points (x, y), xs has the shape (2, ...). The loss is nan where the function fails, as a
        logarithm does below 0.
        """
        xs = as_floats("xs", xs)
        if self.dimensions == 2 and xs.shape[:1] != (2,):
            raise ValueError(f"xs must be points of shape (2, ...), got the shape {xs.shape}")
        with np.errstate(all="ignore"):
            return self.losses(xs)

    @cached_property
    def losses(self):
        """The loss as a function of an array of numbers or points: see `elementwise` and `pointwise`."""
        return elementwise(self.value) if self.dimensions == 1 else pointwise(self.value, one_number)

    @cached_property
    def slopes(self):
        """The gradient as a function of an array of numbers or points: see `elementwise` and `pointwise`."""
        if self.numerical:
            return lambda xs: numerical_gradient(self.losses, xs) if np.ndim(xs) > 1 else between(self.losses, xs)
        if self.everywhere:
            return self.slope
        return elementwise(self.slope) if self.dimensions == 1 else pointwise(self.slope, one_vector)

    @cached_property
    def takes_arrays(self):
        """Whether `value` can be called with a whole array of numbers."""
        return takes_arrays(self.value)

    def __repr__(self):
        return f"<Function {self.name}{', differentiated numerically' if self.numerical else ''}>"


def as_function(f):
    """Return f as a `Function`; one that is a `Function` already is returned as it is."""
    return f if isinstance(f, Function) else Function(f)


def as_curve(f):
    """Return f as a `Function` of one variable; raise ValueError for a function of points."""
    f = as_function(f)
    if f.dimensions == 2:
        raise ValueError(f"{f.name} is a function of two variables, not of one: explore_plane shows it")
    return f


def as_surface(f):
    """Return f as a `Function` of points (x, y); raise ValueError for a function of one variable."""
    f = as_function(f)
    if f.dimensions != 2:
        points = "one of points (x, y) needs a view of both axes, Function(f, view=((-5, 5), (-5, 5)))"
        raise ValueError(f"{f.name} is a function of one variable: explore shows it; {points}")
    return f


def all_of(functions, convert):
    """Return a function, or a list of them, as a list of at least one `Function`, each with a different name.

    `convert` is what each of them has to be: `as_curve` or `as_surface`.
    """
    several = isinstance(functions, (list, tuple))
    listed = [convert(each) for each in (functions if several else [functions])]
    names = [each.name for each in listed]
    if not listed:
        raise ValueError("at least one function is needed, got none")
    if len(set(names)) < len(names):
        twice = max(names, key=names.count)
        raise ValueError(f"two functions are called {twice}: give one another name, as in Function(f, name=...)")
    return listed


def quadratic(a):
    """Return f(x) = a[2]·x² + a[1]·x + a[0], with its gradient f′(x) = 2·a[2]·x + a[1].

    Parameters
    ----------
    a : three numbers
        The coefficients, from the constant up. The curvature is 2·a[2] everywhere; if it is positive, the minimum
        is at x = −a[1] / (2·a[2]).

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
    numbers = floats_or_none(a)
    if np.shape(numbers) != (3,) or not np.isfinite(numbers).all():
        raise ValueError(f"a must be three finite numbers [a0, a1, a2], got {shown(a)}")
    a = numbers.tolist()

    def f(x):
        return a[2] * x**2 + a[1] * x + a[0]

    def gradient(x):
        return 2 * a[2] * x + a[1]

    vertex = -a[1] / (2 * a[2]) if a[2] else math.inf
    middle = vertex if abs(vertex) < 5e5 else 0.0
    view = math.floor(middle - 9), math.ceil(middle + 9)
    minima = [vertex] if a[2] > 0 and math.isfinite(vertex) else []
    return Function(f, gradient, polynomial(a), view, minima, everywhere=max(map(abs, a)) < 1e200)


def polynomial(a):
    """Return a[2]·x² + a[1]·x + a[0] the way it is written by hand: "3x² − 2x − 3"."""
    terms = [(c, power) for c, power in zip(reversed(a), ["x²", "x", ""], strict=True) if c]
    text = ""
    for c, power in terms:
        size = "" if abs(c) == 1 and power else f"{abs(c):g}"
        sign = "−" if c < 0 else "+"
        text += f" {sign} {size}{power}" if text else f"{'−' if c < 0 else ''}{size}{power}"
    return text or "0"
