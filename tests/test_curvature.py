"""Newton's step, backtracking and clipping against SciPy, JAX, Optax and Keras."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import optimize

from gdlesson import backtrack, bowl, clip_by_norm, hessian, newton_step, prepare_keras, quadratic, rosenbrock

POINTS = np.random.default_rng(0).uniform(-2, 2, (20, 2))


@pytest.fixture(scope="module", autouse=True)
def jax():
    """Return JAX, in 64 bits while these tests run."""
    prepare_keras()
    import jax

    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield jax
    jax.config.update("jax_enable_x64", before)


def jax_rosenbrock(p):
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


@pytest.mark.parametrize("point", POINTS)
def test_the_hessian_and_newtons_step_are_those_of_jax(jax, point):
    exact = jax.hessian(jax_rosenbrock)(point)
    np.testing.assert_allclose(hessian(rosenbrock.gradient, point), exact, rtol=1e-5, atol=1e-4)
    expected = -np.linalg.solve(exact, jax.grad(jax_rosenbrock)(point))
    np.testing.assert_allclose(newton_step(rosenbrock.gradient(point), exact), expected, rtol=1e-9)


def test_the_hessian_of_a_bowl_is_exact_and_of_scipys_rosenbrock_nearly(jax):
    exact = jax.hessian(jax_bowl(30, 20))(np.ones(2))
    np.testing.assert_allclose(hessian(bowl(30, 20).gradient, [1, -2]), exact, rtol=1e-8)
    x = np.random.default_rng(1).uniform(-1, 1, 6)
    np.testing.assert_allclose(hessian(optimize.rosen_der, x), optimize.rosen_hess(x), rtol=1e-5, atol=1e-4)


def jax_bowl(condition, angle):
    turn = np.radians(angle)
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    return lambda p: ((along @ p) ** 2 + condition * (across @ p) ** 2) / 2


@pytest.mark.parametrize(
    ("slope", "bend", "start"),
    [
        (lambda x: 4 * x**3, lambda x: 12 * x**2, 3.0),
        (lambda x: x / np.sqrt(1 + x * x), lambda x: (1 + x * x) ** -1.5, 0.7),
        (lambda x: np.exp(x) - 2, np.exp, 2.0),
    ],
)
def test_a_run_of_newtons_method_is_that_of_scipy(slope, bend, start):
    seen = []  # SciPy looks for where the slope is 0, by the curvature: the same thing
    optimize.newton(lambda x: seen.append(float(x)) or slope(x), start, bend, tol=1e-6, maxiter=100)
    x = start
    for expected in seen[1:]:
        x += newton_step(slope(x), bend(x))
        assert x == pytest.approx(expected, rel=1e-12)


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3), st.floats(1e-3, 1e3))
def test_on_a_parabola_newton_lands_in_one_step(start, linear, square):
    f = quadratic([1, linear, square])
    x = start + newton_step(f.gradient(start), 2 * square)
    assert x == pytest.approx(-linear / (2 * square), abs=1e-9 * (1 + abs(start)))


@given(st.floats(0.01, 100))
def test_on_the_fourth_power_two_thirds_of_the_distance_are_left(x):
    assert x + newton_step(4 * x**3, 12 * x**2) == pytest.approx(2 / 3 * x)


@given(st.floats(0, 100), st.floats(1e-3, 1e3), st.floats(0, 1))
def test_backtracking_accepts_what_the_condition_accepts_and_nothing_longer(start, rate, part):
    f, x = quadratic([0, 0, 1]), start + 0.01
    found = backtrack(f, x, -2 * x, -4 * x * x, rate, part)
    if not found.accepted:
        assert len(found.tries) == 50
    holds = [f(x - t * 2 * x) <= f(x) - part * t * 4 * x * x for t in found.tries]
    assert holds == [False] * (len(holds) - 1) + [found.accepted]
    assert found.tries == tuple(rate * 0.5**k for k in range(len(holds)))


@pytest.mark.parametrize("start", [0.3, 1.0, -2.5])
@pytest.mark.parametrize("part", [0.01, 0.1, 0.4])
@pytest.mark.parametrize("rate", [0.01, 1.0, 7.0])
def test_backtracking_accepts_the_rate_of_optax(start, part, rate):
    import jax.numpy as jnp
    import optax

    def value(x):
        return (x**4).sum()

    search = optax.scale_by_backtracking_linesearch(
        max_backtracking_steps=50,
        slope_rtol=part,
        decrease_factor=0.5,
        increase_factor=1.0,
        max_learning_rate=rate,
    )
    x = jnp.array([start])
    state, g = search.init(x), 4 * x**3
    state = state._replace(learning_rate=jnp.asarray(rate))
    _, after = search.update(-g, state, x, value=value(x), grad=g, value_fn=value)
    mine = backtrack(lambda x: x**4, start, -4 * start**3, -16 * start**6, rate, part)
    assert float(after.learning_rate) == pytest.approx(mine.rate)


@pytest.mark.parametrize("point", POINTS)
def test_a_rate_that_scipys_search_accepts_needs_no_halving(point):
    g = rosenbrock.gradient(point)
    rate, *_ = optimize.line_search(rosenbrock, rosenbrock.gradient, point, -g, c1=0.1)
    assert rate and backtrack(rosenbrock, point, -g, -g @ g, rate).tries == (rate,)


def test_backtracking_avoids_places_where_the_function_fails():
    def f(x):
        if x <= 0:
            raise ValueError("no logarithm")
        return x - np.log(x)

    found = backtrack(f, 4.0, -0.75, -(0.75**2), rate=32)
    assert found.accepted and np.isnan(found.losses[0]) and found.rate == 4


@given(arrays(float, array_shapes(max_dims=2, max_side=6), elements=st.floats(-1e6, 1e6)), st.floats(1e-3, 1e3))
def test_clipping_is_that_of_optax_and_keeps_the_direction(g, limit):
    import optax

    clipped = clip_by_norm(g, limit)
    expected, _ = optax.clip_by_global_norm(limit).update(g, optax.EmptyState())
    np.testing.assert_allclose(clipped, expected, rtol=1e-12, atol=1e-300)
    assert clipped is not g and np.linalg.norm(clipped) <= limit * (1 + 1e-12)


@pytest.mark.parametrize("g", [[30.0, -40.0], [3.0, 0.4], [-1e3, 1e-3]])
def test_clipping_is_that_of_keras(g):
    import keras

    weight = keras.Variable(np.zeros(2), dtype="float64")
    rule = keras.optimizers.SGD(learning_rate=1.0, clipnorm=5.0)
    rule.apply([keras.ops.convert_to_tensor(np.array(g))], [weight])
    np.testing.assert_allclose(-np.array(weight.value), clip_by_norm(g, 5), rtol=1e-6)


def test_huge_gradients_are_clipped_without_overflow():
    np.testing.assert_allclose(clip_by_norm([3e200, 4e200], 5), [3, 4])
    assert clip_by_norm(-700.0, 10) == -10 and clip_by_norm(0.0, 1) == 0


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: newton_step(1, 0), ValueError, "the curvature is 0 here"),
        (lambda: newton_step([1, 2], [[1, 1], [1, 1]]), ValueError, "is 0 in some direction"),
        (lambda: newton_step([1, 2], [1, 2]), ValueError, r"got \(2,\) and \(2,\)"),
        (lambda: newton_step([1, 2], 3), ValueError, r"got \(2,\) and \(\)"),
        (lambda: newton_step(np.nan, 1), ValueError, "g must be finite"),
        (lambda: newton_step("a", 1), TypeError, "g must be numbers"),
        (lambda: hessian(np.sin, 3.0), ValueError, "x must be a vector"),
        (lambda: hessian(lambda p: p[0], [1, 2]), ValueError, "must be 2 finite numbers"),
        (lambda: hessian(np.log, [-1, 2]), ValueError, "must be 2 finite numbers"),
        (
            lambda: backtrack(abs, 1.0, 1.0, 1.0),
            ValueError,
            "below 0, so that the direction leads downhill, got 1",
        ),
        (lambda: backtrack(abs, 1.0, 1.0, 0), ValueError, "below 0"),
        (lambda: backtrack(abs, 1.0, -1.0, -1.0, rate=0), ValueError, "rate must be above 0"),
        (lambda: backtrack(abs, 1.0, -1.0, -1.0, shrink=1), ValueError, "shrink between 0 and 1"),
        (lambda: backtrack(abs, 1.0, -1.0, -1.0, part=2), ValueError, "part must be between 0 and 1"),
        (lambda: backtrack(abs, 1.0, -1.0, -1.0, most=0), ValueError, "most must be"),
        (lambda: clip_by_norm([1.0], 0), ValueError, "limit must be above 0"),
        (lambda: clip_by_norm([1.0], -1), ValueError, "limit must be a finite number"),
        (lambda: clip_by_norm([np.inf], 1), ValueError, "g must be finite"),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_bad_input_is_refused(call, error, words):
    with pytest.raises(error, match=words):
        call()
