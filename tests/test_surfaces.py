"""The landscapes over the plane: gradients, minima, curvatures, grids; the data of 1929."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize

from gdlesson import Function, bowl, hubble, hubble_data, least_squares
from gdlesson.calculus import main_curvatures, place
from gdlesson.landscapes import SURFACES, directions, saddle

each = pytest.mark.parametrize("f", [*SURFACES, bowl(50, 33.0)], ids=lambda f: f.name)


def grid(f, count=7):
    (left, right), (low, high) = f.view
    return np.stack(np.meshgrid(np.linspace(left, right, count), np.linspace(low, high, count + 1)))


@each
def test_the_gradient_is_that_of_the_function(f):
    for p in grid(f).reshape(2, -1).T:
        scale = 1 + np.abs(f.gradient(p)).max()
        assert f.gradient(p) == pytest.approx(approx_fprime(p, f), abs=1e-5 * scale)
        assert f.gradient(p) == pytest.approx(Function(f.value).gradient(p), abs=1e-6 * scale)


@each
def test_the_minima_are_minima_and_scipy_finds_no_others(f):
    for x in f.known_minima:
        assert np.linalg.norm(f.gradient(x)) < 1e-9 and place(f, x) == "minimum"
        assert minimize(f, x + 0.01, jac=f.gradient).x == pytest.approx(x, abs=1e-4)
    found = [minimize(f, p, jac=f.gradient, options={"gtol": 1e-9}) for p in grid(f, 4).reshape(2, -1).T]
    inside = [run.x for run in found if all(a <= c <= b for (a, b), c in zip(f.view, run.x, strict=True))]
    for x in inside:
        if place(f, x) == "minimum" and np.linalg.norm(f.gradient(x)) < 1e-6:
            assert min(np.linalg.norm(x - known) for known in f.known_minima) < 1e-3


@each
def test_one_formula_serves_a_point_a_row_and_a_grid(f):
    points = grid(f)
    losses, slopes = f.on(points), f.slopes(points)
    assert losses.shape == points.shape[1:] and slopes.shape == points.shape
    for k in np.ndindex(losses.shape):
        p = points[(slice(None), *k)]
        assert f(p) == losses[k] and np.array_equal(f.gradient(p), slopes[(slice(None), *k)])


@pytest.mark.parametrize("angle", [0, 17, 90, 135, 300, -40])
@pytest.mark.parametrize("condition", [1, 2.5, 100])
def test_a_bowl_has_the_curvatures_and_directions_that_it_says(condition, angle):
    f = bowl(condition, angle)
    along, across = directions(angle)
    assert f(3 * along) == pytest.approx(4.5) and f(3 * across) == pytest.approx(4.5 * condition)
    assert f.gradient(along) == pytest.approx(along) and f.gradient(across) == pytest.approx(condition * across)
    assert main_curvatures(f, np.array([1.0, 2.0]))[0] == pytest.approx([1, condition], rel=1e-6)


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        ((0.5, 0), ValueError, "condition must be 1 or more and angle finite, got 0.5 and 0"),
        ((np.inf, 0), ValueError, "condition must be 1 or more and angle finite, got inf and 0"),
        ((np.nan, 0), ValueError, "condition must be 1 or more and angle finite, got nan"),
        ((10, np.inf), ValueError, "condition must be 1 or more and angle finite, got 10.0 and inf"),
        ((None, 0), TypeError, "condition must be one number, got None"),
        (("10", 0), TypeError, "condition must be one number, got '10'"),
        ((True, 0), TypeError, "condition must be one number, got True"),
        ((10, [30]), TypeError, r"angle must be one number, got \[30\]"),
    ],
)
def test_a_bowl_that_is_none(wrong, error, words):
    with pytest.raises(error, match=words):
        bowl(*wrong)


def test_the_saddle_is_one():
    assert place(saddle, np.zeros(2)) == "saddle" and saddle(np.zeros(2)) == 0


def test_hubbles_line():
    distance, velocity = hubble_data()
    assert distance.shape == velocity.shape == (24,)
    assert (distance.min(), distance.max(), velocity.min(), velocity.max()) == (0.032, 2.0, -2.2, 10.9)
    line = np.polyfit(distance, velocity, 1)
    assert hubble.known_minima[0] == pytest.approx(line)
    assert line == pytest.approx([4.5416, -0.4078], abs=1e-4)
    for p in ([0.0, 0.0], line, [3.0, -2.0]):
        errors = p[0] * distance + p[1] - velocity
        assert hubble(np.array(p)) == pytest.approx(np.mean(errors**2), rel=1e-12)


@pytest.mark.parametrize("count", [2, 5, 40])
def test_any_data_have_their_line_at_the_minimum(count):
    x, y = np.random.default_rng(count).normal(size=(2, count))
    f = least_squares(x, y, "mine", ((-1, 1), (-2, 2)))
    assert f.known_minima[0] == pytest.approx(np.polyfit(x, y, 1)) and (f.name, f.view[1]) == ("mine", (-2, 2))
    assert main_curvatures(f, np.zeros(2))[0] == pytest.approx(
        np.linalg.eigvalsh(2 * np.cov(np.stack([x, np.ones(count)]), ddof=0) + 2 * np.outer(*[[x.mean(), 1]] * 2))
    )


@pytest.mark.parametrize(
    ("x", "y", "error", "words"),
    [
        (None, None, TypeError, "x must be numbers, got None"),
        ([1, 2], ["a", "b"], TypeError, r"y must be numbers, got \['a', 'b'\]"),
        ([1, np.nan], [1, 2], ValueError, "x must be finite, got nan"),
        ([1, 2], [1, -np.inf], ValueError, "y must be finite, got -inf"),
        ([1, 2], [1], ValueError, "x and y must have the same length, got 2 and 1 numbers"),
        ([], [], ValueError, "a line needs two points, got 0"),
        (1, 2, ValueError, r"x must be a row of numbers, got the shape \(\)"),
        ([[1, 2]], [[1, 2]], ValueError, r"x must be a row of numbers, got the shape \(1, 2\)"),
        ([1, 1], [2, 3], ValueError, "at least two different numbers to determine a line, but each is 1"),
        ([1e9, 1e9 + 1], [2, 3], ValueError, r"its first five digits: take \(x - x.mean\(\)\) / x.std"),
        ([1, 1e200], [2, 3], ValueError, r"x and y must be below 1e40 in size, got 1e\+200"),
    ],
)
def test_data_that_make_no_line(x, y, error, words):
    with pytest.raises(error, match=words):
        least_squares(x, y)


def test_points_without_two_coordinates_have_no_loss():
    for x in (3.0, np.zeros(3)):
        with pytest.raises(ValueError, match=r"a saddle failed at .*\(a point such as \(x, y\) is expected\)"):
            saddle(x)
    with pytest.raises(ValueError, match=r"xs must be points of shape \(2, ...\), got the shape \(3,\)"):
        saddle.on([1, 2, 3])


@pytest.mark.parametrize(
    "view",
    [((0, 1), (1, 0)), ((0, 1), (0, np.inf)), ((0, 1), (0, 0)), ((0, 1), (0, 1, 2)), ((0, 1), (0, 1), (0, 1))],
)
def test_a_view_of_the_plane_that_is_none(view):
    with pytest.raises(ValueError, match="view must be two finite numbers in rising order"):
        Function(lambda p: p[0], view=view)
