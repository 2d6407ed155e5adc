import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gdlesson
from gdlesson.arrays import elementwise
from gdlesson.calculus import curvature, minima, numerical_gradient, round_minima
from gdlesson.functions import Function, as_function, polynomial, quadratic

numbers = st.floats(-50, 50)


@given(st.tuples(numbers, numbers, numbers), numbers)
def test_a_quadratic_and_its_gradient_are_the_formulas(a, x):
    f = quadratic(a)
    assert f(x) == pytest.approx(a[2] * x * x + a[1] * x + a[0], rel=1e-12, abs=1e-9)
    assert f.gradient(x) == 2 * a[2] * x + a[1]


@given(st.tuples(numbers, numbers, numbers), numbers)
def test_the_numerical_gradient_of_a_quadratic_is_the_exact_one(a, x):
    f = quadratic(a)
    size = 1 + sum(map(abs, a)) * (1 + x * x)
    assert numerical_gradient(f, x) == pytest.approx(f.gradient(x), abs=1e-9 * size)


def test_a_quadratic_takes_arrays_of_any_shape():
    f, xs = quadratic([-3, -2, 3]), np.arange(6.0).reshape(2, 3)
    assert f(xs).shape == f.gradient(xs).shape == (2, 3)
    assert f(xs)[1, 2] == f(5) and f.gradient(xs)[1, 2] == f.gradient(5)


@pytest.mark.parametrize(
    "a",
    [
        [1, 2],
        [1, 2, 3, 4],
        [1, 2, math.nan],
        [1, math.inf, 0],
        "abc",
        None,
        3,
        ["a", 1, 2],
        ["1", "2", "3"],
        [1, 2, None],
        [1, [2, 3]],
        [1, 2, 10**400],
    ],
)
def test_bad_coefficients_are_named(a):
    with pytest.raises(ValueError, match="a must be three"):
        quadratic(a)


def test_a_vector_is_differentiated_along_each_axis():
    slope = numerical_gradient(lambda x: x[0] ** 2 + 3 * x[0] * x[1], np.array([2.0, -1.0]))
    np.testing.assert_allclose(slope, [1.0, 6.0], atol=1e-8)


def test_the_best_step_of_a_central_difference_is_used():
    error = abs(numerical_gradient(lambda x: x**3, 8.0) - 192)
    assert error < 1e-7  # 1e-14 as a step would err by 4, see the lessons


def test_a_plain_function_is_wrapped_once_and_keeps_its_own_gradient():
    def f(x):
        return x**2

    assert as_function(f).numerical
    f.gradient = lambda x: 2 * x
    wrapped = as_function(f)
    assert not wrapped.numerical and wrapped.gradient(3.0) == 6.0 and wrapped.name == "f"
    assert as_function(wrapped) is wrapped


def test_what_cannot_be_a_function_is_refused():
    with pytest.raises(TypeError, match="a function is expected"):
        Function(3)
    with pytest.raises(TypeError, match="gradient must be a function"):
        Function(abs, gradient=3)
    with pytest.raises(ValueError, match="rising order"):
        Function(abs, view=(1, 1))
    with pytest.raises(TypeError, match="name must be a text, got 5"):
        Function(abs, name=5)
    with pytest.raises(TypeError, match="minima must be numbers, got 'everywhere'"):
        Function(abs, minima="everywhere")
    with pytest.raises(TypeError, match="minima must be a list of numbers or points, got 3"):
        Function(abs, minima=3)
    with pytest.raises(ValueError, match="minima must be finite, got nan"):
        Function(abs, minima=[0, math.nan])
    for xs in (None, "abc", [1, None]):
        with pytest.raises(TypeError, match="xs must be numbers, got"):
            Function(abs).on(xs)
        with pytest.raises(TypeError, match="x must be numbers, got"):
            Function(abs).gradient(xs)


def test_a_failing_function_says_where_it_failed():
    with pytest.raises(ValueError, match=r"f failed at x = 0: ZeroDivisionError"):
        Function(lambda x: 1 / x)(0)
    with pytest.raises(TypeError, match="must return a number, but at x = 2 it returned None"):
        Function(lambda x: None)(2)
    with pytest.raises(TypeError, match="must return a number"):
        Function(lambda x: x**0.5)(-2.0)  # Python answers with a complex number
    with pytest.raises(ValueError, match=r"write x\*\*2"):
        Function(lambda x: x ^ 2)(2.0)
    assert Function(lambda x: x**2)(1e200) == math.inf


def test_many_points_at_once_also_where_a_function_takes_one():
    xs = np.linspace(-2, 2, 5)
    np.testing.assert_array_equal(Function(lambda x: max(x, 0)).on(xs), np.maximum(xs, 0))
    np.testing.assert_array_equal(Function(lambda x: 3).on(xs), np.full(5, 3))
    assert np.isnan(Function(math.log).on(xs)).tolist() == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("function", "result"),
    [
        (lambda x: x if np.all(x > 0) else -x, [2, 1, 0, 1, 2]),
        (lambda x: x * x if np.max(x) > 0 else 0.0, [0, 0, 0, 1, 4]),
        (lambda x: np.sum(x), [-2, -1, 0, 1, 2]),
        (lambda x: np.cumsum(x)[-1] + 0 * x, [-2, -1, 0, 1, 2]),
        (lambda x: x - np.mean(x), [0] * 5),
        (lambda x: math.sqrt(x), [math.nan, math.nan, 0, 1, math.sqrt(2)]),
        (lambda x: x**0.5, [math.nan, math.nan, 0, 1, math.sqrt(2)]),
        (lambda x: [x, x], [math.nan] * 5),
        (lambda x: "low", [math.nan] * 5),
        (lambda x: 10**400, [math.inf] * 5),
        (lambda x: x > 0, [0, 0, 0, 1, 1]),
    ],
)
def test_a_function_of_an_array_is_that_of_each_of_its_numbers(function, result):
    xs = np.linspace(-2, 2, 5)
    np.testing.assert_array_equal(Function(function).on(xs), result)
    np.testing.assert_array_equal(Function(function).on(xs.reshape(5, 1)), np.reshape(result, (5, 1)))


def test_what_takes_arrays_gets_all_numbers_at_once_and_may_not_change_them():
    sizes = []

    def counting(x):
        sizes.append(np.size(x))
        return x * x

    def greedy(x):
        x -= 1
        return x

    many = elementwise(counting)
    sizes.clear()
    assert many(np.arange(1000.0))[-1] == 999**2 and sizes == [1000]
    xs = np.arange(3.0)
    assert elementwise(greedy)(xs).tolist() == [-1, 0, 1] and xs.tolist() == [0, 1, 2]


@pytest.mark.parametrize("f", [lambda x: x**4 - 2 * x**2, math.cosh, lambda x: max(x, 0.0) * x, lambda x: 1 / x])
def test_slopes_at_many_points_are_the_slopes_at_each(f):
    wrapped, xs = Function(f), np.array([-3.7, -1.0, 0.0, 0.2, 2.5])
    one_by_one = [wrapped.gradient(x) for x in xs.tolist()]
    np.testing.assert_allclose(wrapped.slopes(xs), one_by_one, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("f", "expected"),
    [
        (quadratic([-3, -2, 3]), [1 / 3]),
        (quadratic([0, 1, -2]), []),
        (Function(lambda x: x**4 - 2 * x**2), [-1, 1]),
        (Function(math.cos), [-3 * math.pi, -math.pi, math.pi, 3 * math.pi]),
        (Function(abs), [0]),
        (Function(lambda x: -x), []),
    ],
)
def test_minima_are_found_to_many_digits(f, expected):
    assert minima(f) == pytest.approx(expected, abs=1e-6)


def test_only_round_minima_have_a_curvature():
    assert round_minima(quadratic([-3, -2, 3]))[0][1] == 6
    assert [bend for _, bend in round_minima(Function(lambda x: x**4 - 2 * x**2))] == pytest.approx(
        [8, 8], rel=1e-4
    )
    assert round_minima(Function(abs)) == round_minima(Function(lambda x: x**4)) == []


@pytest.mark.parametrize("x", [0.0, 8.0, -2020.0, 1e4])
def test_curvature_looks_as_near_as_it_can(x):
    assert curvature(Function(np.cos, lambda x: -np.sin(x)), x) == pytest.approx(-math.cos(x), abs=1e-5)
    assert math.isnan(curvature(Function(math.log), 1e-5))  # to the left of 0 there is no logarithm


def test_results_become_floats_and_inputs_stay_as_they_are():
    def greedy(p):
        p -= 1
        return p[0] ** 2

    start = np.array([3.0, 4.0])
    assert Function(greedy)(start) == 4 and start.tolist() == [3, 4]
    assert Function(lambda x: Fraction(1, 2))(1.0) == 0.5 and type(Function(lambda x: np.float32(1))(1.0)) is float
    assert Function(abs, lambda p: [1, 2]).gradient(start).tolist() == [1, 2]
    assert Function(lambda x: 10**400)(1.0) == math.inf


@pytest.mark.parametrize(
    "view", [None, 3, [1, 2, 3], "ab", "12", (2, 1), (0, math.inf), (-1e308, 1e308), [[[0, 1]]], [0, [1, 2]]]
)
def test_a_bad_view_is_named(view):
    with pytest.raises(ValueError, match="view must be two finite numbers in rising order"):
        Function(abs, view=view)


@pytest.mark.parametrize(
    ("a", "text"),
    [
        ([-3, -2, 3], "3x² − 2x − 3"),
        ([0, 0, 1], "x²"),
        ([1, -1, -1], "−x² − x + 1"),
        ([0, 0, 0], "0"),
        ([0, 2.5, 0], "2.5x"),
    ],
)
def test_a_quadratic_is_named_as_it_is_written_by_hand(a, text):
    assert polynomial(a) == text


@pytest.mark.parametrize(
    "show", [gdlesson.explore, gdlesson.explore_map, gdlesson.explore_slope, gdlesson.explore_stopping]
)
def test_an_explorer_of_curves_refuses_a_surface(show):
    with pytest.raises(ValueError, match="is a function of two variables, not of one: explore_plane shows it"):
        show(gdlesson.rosenbrock)


@pytest.mark.parametrize("show", [gdlesson.explore_plane, gdlesson.explore_race, gdlesson.explore_adaptive])
def test_an_explorer_of_surfaces_refuses_a_curve(show):
    with pytest.raises(ValueError, match="x⁴ is a function of one variable: explore shows it"):
        show(gdlesson.quartic)


def test_what_is_no_run_or_no_point_is_named():
    with pytest.raises(TypeError, match="a run that descend returned, got 3"):
        gdlesson.picture(3)
    with pytest.raises(ValueError, match="start must be a point"):
        gdlesson.descend(gdlesson.bowl(), 3, 0.1)
    with pytest.raises(ValueError, match="epochs must be .*1000000"):
        gdlesson.explore_samples(*gdlesson.hubble_data(), epochs=10**6)
    assert gdlesson.explore_samples([1, 2, 3], [2, 3, 4]).batch_size == 3
