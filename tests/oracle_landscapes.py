"""Landscapes whose truth is known from their formulas: values, slopes, minima, and how far the nearest one is.

The formulas are written anew here, for many runs at once: points have the shape (n, runs). `source` is how the
same function is handed to `descend`, with the names of `names()`. Nothing here looks at how the package judges.
"""

import math
from dataclasses import dataclass

import numpy as np

import gdlesson
import gdlesson.schedules
from gdlesson import Function

SIZES = [2104, 1600, 2400, 1416, 3000]
PRICES = [400000, 330000, 369000, 232000, 540000]


@dataclass(frozen=True, eq=False)
class Landscape:
    """A function to go down, and what is known of it.

    `parameters` are the numbers that value(x, *parameters) and slope(x, *parameters) take besides the points; runs
    on landscapes of one family differ in nothing else, so they can be continued side by side.
    """

    source: str
    value: callable
    slope: callable
    starts: list
    steep: float  # the curvature from which learning rates are chosen
    wide: float  # how far it is to the minimum, roughly
    minima: np.ndarray | None = None  # of shape (n, k): all local minima
    nearest: callable = None  # where minima are not points, or too many: the nearest one to a point of shape (n,)
    floor: float = 0.0  # the lowest loss anywhere
    parameters: tuple = ()
    numerical: bool = False
    corner: bool = False  # the slope jumps at the minimum
    family: str = ""

    @property
    def n(self):
        return len(np.ravel(self.starts[0]))

    def at(self, x):
        """The loss at points of shape (n,) or (n, runs)."""
        return self.value(np.asarray(x), *self.parameters)

    def slope_at(self, x):
        return self.slope(np.asarray(x), *self.parameters)

    def near(self, points):
        """The local minimum nearest to each of some points of shape (steps, n), or to one of shape (n,)."""
        points = np.asarray(points, dtype=float)
        if self.nearest is not None:
            return self.nearest(points)
        if not self.minima.size:
            return np.full(points.shape, np.nan)
        gaps = np.linalg.norm(points[..., None] - self.minima, axis=-2)
        return self.minima.T[np.argmin(gaps, axis=-1)]

    def apart(self, points):
        """How far points of shape (..., n) are from the local minima nearest to them."""
        return np.linalg.norm(points - self.near(points), axis=-1)

    def hessian(self, x):
        """The curvatures at a point of shape (n,), from slopes beside it."""
        if self.family:
            return np.array([[2 * self.parameters[2]]]) if self.n == 1 else self.parameters[1]
        x = np.asarray(x, dtype=float)
        h = 1e-5 * max(1.0, float(np.abs(x).max()))
        columns = [(self.slope_at(x + h * e) - self.slope_at(x - h * e)) / (2 * h) for e in np.eye(len(x))]
        return (np.array(columns) + np.array(columns).T) / 2


# One variable


def parabola(x, a0, a1, a2):
    return (a2 * x**2 + a1 * x + a0)[0]


def parabola_slope(x, a0, a1, a2):
    return 2 * a2 * x + a1


def quadratic_landscape(a, starts, source=None, numerical=False):
    a = [float(c) for c in a]
    source = source or f"quadratic({a})"
    lowest = -a[1] / (2 * a[2]) if a[2] > 0 else np.nan
    wide = max(abs(float(s) - lowest) for s in starts) if a[2] > 0 else 1.0
    floor = a[0] - a[1] ** 2 / (4 * a[2]) if a[2] > 0 else -np.inf
    minima = np.array([[lowest]]) if a[2] > 0 else np.empty((1, 0))
    return Landscape(source, parabola, parabola_slope, starts, 2 * abs(a[2]) or 1.0, wide, minima, floor=floor,
                     parameters=tuple(a), numerical=numerical, family="quadratic")  # fmt: skip


def hinge(w):
    """The loss of one example on the right side of a line once w ≥ 1: every such w is a minimum."""
    return max(0, 1 - w)


def log_cosh(x):
    """Like |x| far out, like ½x² near 0."""
    return np.abs(x) + np.log1p(np.exp(-2 * np.abs(x))) - math.log(2)


def root(x):
    """√(1 + x²): round below, straight far out."""
    return np.sqrt(1 + x * x)


def wave_minima():
    """The minima of x²/16 − cos 2x, by Newton's method from k·π."""
    x = np.arange(-5, 6) * np.pi * 0.97
    for _ in range(60):
        x = x - (x / 8 + 2 * np.sin(2 * x)) / (1 / 8 + 4 * np.cos(2 * x))
    return x[None]


def one_variable():
    wells = np.sort(np.roots([4, 0, -4, 0.4]).real)
    waves = wave_minima()
    wave_floor = float((waves**2 / 16 - np.cos(2 * waves)).min())
    zero = np.zeros((1, 1))
    return [
        quadratic_landscape([-3, -2, 3], [8.0, -5.0], "quadratic([-3, -2, 3])"),
        quadratic_landscape([0, 0, 1], [8.0, -0.3], "quadratic([0, 0, 1])"),
        Landscape("quartic", lambda x: x[0] ** 4, lambda x: 4 * x**3, [2.0, -0.5], 48.0, 2.0, zero),
        Landscape("double_well", lambda x: (x**4 - 2 * x**2 + 0.4 * x)[0], lambda x: 4 * x**3 - 4 * x + 0.4,
                  [1.8, -0.2, 0.4], 9.0, 1.0, wells[None, [0, 2]], floor=np.polyval([1, 0, -2, 0.4, 0], wells[0])),
        Landscape("plateau", lambda x: 1 - np.exp(-x[0] ** 2 / 8), lambda x: x / 4 * np.exp(-x * x / 8),
                  [4.0, -1.5, 7.0], 0.25, 3.0, zero),
        Landscape("absolute", lambda x: np.abs(x[0]), np.sign, [8.03, -0.5], 2.0, 5.0, zero, corner=True),
        Landscape("wavy", lambda x: (x**2 / 16 - np.cos(2 * x))[0], lambda x: x / 8 + 2 * np.sin(2 * x),
                  [8.0, -2.2, 1.0], 4.125, 2.0, waves, floor=wave_floor),
        Landscape("hinge", lambda x: np.maximum(0, 1 - x[0]), lambda x: np.where(x < 1, -1.0, 0.0),
                  [-2.0, 0.3], 1.0, 3.0, nearest=lambda x: np.maximum(x, 1), numerical=True, corner=True),
        Landscape("math.sin", lambda x: np.sin(x[0]), np.cos, [1.0, 4.0], 1.0, 2.0, numerical=True, floor=-1.0,
                  nearest=lambda x: 2 * np.pi * np.round((x + np.pi / 2) / (2 * np.pi)) - np.pi / 2),
        Landscape("Function(np.cosh, np.sinh)", lambda x: np.cosh(x[0]), np.sinh, [2.0, -4.0], 5.0, 3.0, zero,
                  floor=1.0),
        Landscape("Function(log_cosh, np.tanh)", lambda x: log_cosh(x[0]), np.tanh, [6.0, -1.0], 1.0, 4.0, zero),
        Landscape("root", lambda x: root(x[0]), lambda x: x / root(x), [5.0, -0.8], 1.0, 3.0, zero, numerical=True,
                  floor=1.0),
    ]  # fmt: skip


# Two and more variables


def ellipse(x, m, H):
    error = x - beside(m, x)
    return 0.5 * np.einsum("i...,ij...,j...->...", error, H, error)


def ellipse_slope(x, m, H):
    return np.einsum("ij...,j...->i...", H, x - beside(m, x))


def beside(m, x):
    """A point in a shape that can be subtracted from many."""
    return m[:, None] if np.ndim(m) < np.ndim(x) else m


def ellipsoid(curvatures, lowest, seed=None):
    """A bowl with these curvatures and its minimum there; its main directions are the axes, or turned."""
    turn, m = turned(len(curvatures), seed), np.asarray(lowest, dtype=float)
    H = turn @ np.diag(curvatures) @ turn.T
    return Function(lambda x: float(0.5 * (x - m) @ H @ (x - m)), lambda x: H @ (x - m), "an ellipsoid")


def turned(n, seed):
    if seed is None:
        return np.eye(n)
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(n, n)))[0]


def ellipsoid_landscape(curvatures, lowest, starts, seed=None, source=None):
    turn = turned(len(curvatures), seed)
    H, m = turn @ np.diag(curvatures) @ turn.T, np.array(lowest, dtype=float)
    numbers = [float(c) for c in curvatures], [float(c) for c in lowest]
    source = source or f"ellipsoid({numbers[0]}, {numbers[1]}, {seed})"
    wide = max(float(np.linalg.norm(np.asarray(s) - m)) for s in starts)
    return Landscape(source, ellipse, ellipse_slope, starts, float(max(curvatures)), wide, m[:, None],
                     parameters=(m, H), family=f"ellipsoid{len(m)}")  # fmt: skip


def rosen(x):
    return np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2, axis=0)


def rosen_slope(x):
    g = np.zeros_like(x, dtype=float)
    g[:-1] = -400 * x[:-1] * (x[1:] - x[:-1] ** 2) - 2 * (1 - x[:-1])
    g[1:] += 200 * (x[1:] - x[:-1] ** 2)
    return g


rosenbrock5 = Function(lambda x: float(rosen(x)), rosen_slope, "Rosenbrock's valley in five dimensions")


def himmel(p):
    x, y = p
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def himmel_slope(p):
    x, y = p
    one, other = x * x + y - 11, x + y * y - 7
    return np.stack([4 * x * one + 2 * other, 2 * one + 4 * y * other])


def beale_parts(p):
    x, y = p
    return [c - x + x * y**k for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))]


def beale_loss(p):
    return sum(part**2 for part in beale_parts(p))


def beale_slope(p):
    x, y = p
    parts = beale_parts(p)
    gx = sum(2 * part * (y**k - 1) for k, part in enumerate(parts, 1))
    gy = sum(2 * part * x * k * y ** (k - 1) for k, part in enumerate(parts, 1))
    return np.stack([gx, gy])


def monkey(p):
    """x⁴ + y⁴ − 6x²y²: at (0, 0) neither slope nor curvature, and still no minimum."""
    return p[0] ** 4 + p[1] ** 4 - 6 * p[0] ** 2 * p[1] ** 2


def line_fit(x, y):
    """The matrix, the lowest point and the lowest loss of a least-squares line, from the normal equations."""
    A = np.column_stack([np.asarray(x, float), np.ones(len(x))])
    lowest = np.linalg.lstsq(A, np.asarray(y, float), rcond=None)[0]
    return 2 * A.T @ A / len(x), lowest, float(np.mean((A @ lowest - y) ** 2))


def house_error(p):
    """The mean squared error of a line through raw house sizes and prices, written as a learner would."""
    return float(np.mean([(p[0] * size + p[1] - price) ** 2 for size, price in zip(SIZES, PRICES, strict=True)]))


def least_squares_landscape(source, x, y, starts, numerical=False):
    H, lowest, floor = line_fit(x, y)
    wide = max(float(np.linalg.norm(np.asarray(s) - lowest)) for s in starts)
    steep = float(np.linalg.eigvalsh(H)[-1])
    return Landscape(source, lambda p: ellipse(p, lowest, H) + floor, lambda p: H @ (p - beside(lowest, p)),
                     starts, steep, wide, lowest[:, None], numerical=numerical, floor=floor)  # fmt: skip


HIMMELBLAU = [
    (3.0, 2.0),
    (-2.805118086952745, 3.131312518250573),
    (-3.779310253377747, -3.283185991286170),
    (3.584428340330492, -1.848126526964404),
]
SECOND = [-0.96205109, 0.93573939, 0.88071252, 0.77787752, 0.60509335]  # near the other minimum of rosenbrock5


def more_variables():
    turn = np.radians(30)
    tilted = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    distance, velocity = gdlesson.hubble_data()
    steep5 = [1.0, 2.0, 5.0, 10.0, 100.0]
    return [
        ellipsoid_landscape([1.0, 10.0], [0, 0], [(3.0, 0.1), (-2.0, 1.5)], source="bowl(10)"),
        Landscape("bowl(100, 30)", lambda p: ellipse(p, np.zeros(2), tilted @ np.diag([1, 100]) @ tilted.T),
                  lambda p: (tilted @ np.diag([1, 100]) @ tilted.T) @ p, [(3.0, 1.0), (-1.0, 2.5)], 100.0, 3.0,
                  np.zeros((2, 1))),
        Landscape("rosenbrock", rosen, rosen_slope, [(-1.2, 1.0), (0.5, 0.5), (1.3, 1.6)], 1000.0, 2.0,
                  np.ones((2, 1))),
        Landscape("himmelblau", himmel, himmel_slope, [(0.0, 0.0), (4.0, 4.0), (-1.0, 2.0)], 75.0, 4.0,
                  np.array(HIMMELBLAU).T),
        Landscape("beale", beale_loss, beale_slope, [(1.0, 1.0), (2.0, 0.0), (3.5, 0.7)], 60.0, 2.0,
                  np.array([[3.0], [0.5]])),
        Landscape("saddle", lambda p: p[0] ** 2 - p[1] ** 2 + p[1] ** 4 / 4,
                  lambda p: np.stack([2 * p[0], -2 * p[1] + p[1] ** 3]), [(1.0, 0.1), (2.0, -0.5), (1.0, 0.0)],
                  4.0, 2.0,
                  np.array([[0.0, 0.0], [np.sqrt(2), -np.sqrt(2)]]), floor=-1.0),
        least_squares_landscape("hubble", distance, velocity, [(0.0, 0.0), (8.0, -4.0)]),
        least_squares_landscape("house_error", SIZES, PRICES, [(0.0, 0.0), (100.0, 20.0)], numerical=True),
        least_squares_landscape("least_squares(SIZES, PRICES)", SIZES, PRICES, [(0.0, 0.0), (200.0, -100.0)]),
        Landscape("Function(monkey, monkey_slope)", monkey, monkey_slope, [(0.5, 0.1), (0.3, 0.4)], 3.0, 0.5,
                  np.empty((2, 0)), floor=-np.inf),
        ellipsoid_landscape(steep5, [1, -1, 2, 0, 3], [(0.0,) * 5, (4.0, 3.0, -2.0, 1.0, 3.5)], 1),
        Landscape("rosenbrock5", rosen, rosen_slope,
                  [(-1.2, 1.0, -0.5, 0.8, 1.5), (0.5,) * 5, (1.2, 1.4, 1.9, 3.6, 13.0)], 2000.0, 3.0,
                  np.column_stack([np.ones(5), newton(rosen_slope, np.array(SECOND))])),
    ]  # fmt: skip


def monkey_slope(p):
    x, y = p
    return np.stack([4 * x**3 - 12 * x * y * y, 4 * y**3 - 12 * x * x * y])


def newton(slope, x):
    """A point where the slope is 0, from one that is near."""
    for _ in range(50):
        h = 1e-6
        H = np.array([(slope(x + h * e) - slope(x - h * e)) / (2 * h) for e in np.eye(len(x))])
        x = x - np.linalg.solve(H.T, slope(x))
    return x


def names():
    """What the copy-and-paste line of a case may name."""
    known = {name: getattr(gdlesson, name) for name in dir(gdlesson) if not name.startswith("_")}
    known |= {name: getattr(gdlesson.schedules, name) for name in dir(gdlesson.schedules)}
    return known | globals() | {"math": math, "np": np}
