"""The network against hand calculations, numerical gradients, JAX, and itself, one run at a time."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import slopes

from gdlesson import Network, losses
from gdlesson.networks.network import ACTIVATIONS, backward, cross_entropy_of, forward, pack, scores, tanh

SIZES = [(2, 1), (1, 1, 1), (3, 4, 1), (2, 5, 3, 1), (2, 3, 2, 4, 1)]


def examples(n, inputs, seed=0):
    """Return examples with random labels."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, inputs)), rng.integers(0, 2, n).astype(float)


def somewhere(network, seed=0, runs=None):
    """Return parameters whose biases are not 0, of one network or of several."""
    shape = (network.parameters,) if runs is None else (runs, network.parameters)
    return np.random.default_rng(seed).uniform(-1, 1, shape)


def numerical(network, p, x, y, h=1e-5):
    """Return the slope of the loss at p by central differences."""
    moves = h * np.eye(network.parameters)
    return np.array(
        [network.measure(p + move, x, y)[0] - network.measure(p - move, x, y)[0] for move in moves]
    ) / (2 * h)


LAYERS = [
    (np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([[0.0, -2.0]])),
    (np.array([[1.0], [3.0]]), np.array([[math.log(3) - 2]])),
]


def test_forward_and_backward_by_hand():
    x, y = np.array([[1.0, 2.0], [-1.0, 4.0]]), np.array([[1.0], [0.0]])
    outputs, z = forward(LAYERS, x, "relu")
    # 1·1 + 2·0.5 = 2, and −1 + 2 − 2 = −1, which is cut off; −1 + 4·0.5 = 1, and 1 + 4 − 2 = 3
    assert outputs[0] is x and outputs[1].tolist() == [[2, 0], [1, 3]]
    assert z == pytest.approx(np.array([[math.log(3)], [8 + math.log(3)]]))
    # the probabilities of yes are 3/4, which should be 1, and 3e⁸ / (3e⁸ + 1), which should be 0; each counts half
    first, second = -0.125, 0.5 / (1 + math.exp(-8) / 3)
    (dW1, db1), (dW2, db2) = backward(LAYERS, outputs, z, y, "relu")
    assert dW2 == pytest.approx(np.array([[2 * first + second], [3 * second]]))
    assert db2 == pytest.approx(np.array([[first + second]]))
    # the second unit was cut off for the first example: nothing comes back through it
    assert dW1 == pytest.approx(np.array([[first - second, -3 * second], [2 * first + 4 * second, 12 * second]]))
    assert db1 == pytest.approx(np.array([[first + second, 3 * second]]))


def test_one_unit_of_tanh_by_hand():
    x, h = 0.7, math.tanh(0.5 * 0.7 - 0.2)
    p = 1 / (1 + math.exp(-(1.5 * h + 0.3)))
    network, weights = Network((1, 1, 1)), np.array([0.5, -0.2, 1.5, 0.3])
    g, z = network.gradient(weights, np.array([[x]]), np.array([1.0]))
    back = (p - 1) * 1.5 * (1 - h * h)
    assert g == pytest.approx([back * x, back, (p - 1) * h, p - 1]) and z == pytest.approx([1.5 * h + 0.3])
    assert network.measure(weights, [[x]], [1]) == pytest.approx((-math.log(p), float(p > 0.5)))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("n", [1, 2, 17])
def test_backpropagation_is_the_numerical_gradient(sizes, activation, n):
    network = Network(sizes, activation)
    x, y = examples(n, sizes[0])
    p = somewhere(network)
    g, z = network.gradient(p, x, y)
    assert g.shape == p.shape and z.shape == (n,) and np.abs(g).max() > 1e-3
    assert np.abs(g - numerical(network, p, x, y)).max() < 1e-9
    many = somewhere(network, runs=3)
    found, _ = network.gradient(many, x, y)
    assert np.abs(found - [numerical(network, each, x, y) for each in many]).max() < 1e-9


@pytest.mark.slow
def test_backpropagation_is_what_jax_finds():
    cases, ours = [], []
    for activation in ACTIVATIONS:
        for sizes in [(3, 4, 1), (2, 5, 3, 1), (2, 16, 16, 1)]:
            network, (x, y) = Network(sizes, activation), examples(32, sizes[0])
            for p in (somewhere(network), 5 * somewhere(network, seed=1), network.start(seed=2)):
                loss, _ = network.measure(p, x, y)
                ours.append((loss, network.gradient(p, x, y)[0]))
                cases.append((sizes, activation, p.tolist(), x.tolist(), y.tolist()))
    for (loss, g), (their_loss, their_g) in zip(ours, slopes(cases), strict=True):
        assert loss == pytest.approx(their_loss, rel=1e-13)
        assert np.abs(g - their_g).max() < 1e-14 * max(1, np.abs(g).max())


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.sampled_from(list(ACTIVATIONS)),
    st.integers(1, 40),
    st.integers(1, 13),
    st.integers(0, 99),
)
def test_many_networks_at_once_are_each_of_them_to_the_last_bit(sizes, activation, n, runs, seed):
    network = Network((*sizes, 1), activation)
    (x, y), many = examples(n, sizes[0], seed), 3 * somewhere(network, seed, runs)
    g, z = network.gradient(many, x, y)
    loss, right = network.measure(many, x, y)
    assert g.shape == many.shape and z.shape == (runs, n) and loss.shape == right.shape == (runs,)
    for run, p in enumerate(many):
        alone, its_z = network.gradient(p, x, y)
        assert np.array_equal(alone, g[run]) and np.array_equal(its_z, z[run])
        assert network.measure(p, x, y) == (loss[run], right[run])
        assert np.array_equal(network.predict(p, x), network.predict(many, x)[run])


@given(st.floats(-40, 40), st.integers(0, 1))
def test_the_cross_entropy_of_z_is_that_of_its_probability(z, y):
    p = 1 / (1 + math.exp(-z))
    assert cross_entropy_of(np.float64(z), y) == pytest.approx(math.log1p(math.exp(-z)) + (1 - y) * z, abs=1e-13)
    if abs(z) < 15:  # beyond, probabilities are cut off
        assert cross_entropy_of(np.float64(z), y) == pytest.approx(losses.binary_crossentropy([y], [p]), rel=1e-9)


def test_the_cross_entropy_is_right_however_sure_the_answer_is():
    z, y = np.array([1000.0, 1000, -1000, -1000, 1e300, -1e300]), np.array([1.0, 0, 1, 0, 0, 0])
    assert cross_entropy_of(z, y).tolist() == [0, 1000, 1000, 0, 1e300, 0]
    assert scores(z[:4], y[:4]) == (500, 0.5)
    assert cross_entropy_of(np.array([-800.0, 700]), np.array([0, 1])).tolist() == [
        0,
        pytest.approx(0, abs=1e-300),
    ]


def test_0_is_no_yes():
    x, y = [[1, 2], [3, 4], [5, 6], [7, 8]], [0, 1, 0, 0]
    assert Network((2, 1)).measure(np.zeros(3), x, y) == (pytest.approx(math.log(2)), 0.75)


@given(st.floats(-350, 350))
def test_tanh_is_the_hyperbolic_tangent(z):
    assert abs(tanh(z) - math.tanh(z)) < 4 * np.finfo(float).eps


def test_tanh_takes_any_size():
    z = np.array([-np.inf, -1e308, -400, 0, 300, 400, 1e308, np.inf])
    with np.errstate(over="ignore"):
        assert tanh(z).tolist() == [-1, -1, -1, 0, 1, 1, 1, 1] and np.isnan(tanh(np.nan))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_network_far_out_of_range_predicts_without_a_warning(activation):
    network, (x, y) = Network((2, 16, 16, 1), activation), examples(8, 2)
    for size in (1e3, 1e90, 1e308):
        p = size * somewhere(network, runs=4)
        predicted, (loss, right) = network.predict(p, x), network.measure(p, x, y)
        assert predicted.shape == (4, 8) and loss.shape == (4,) and ((right >= 0) & (right <= 1)).all()
        known = np.isfinite(network.logits(p, x))
        assert ((predicted[known] >= 0) & (predicted[known] <= 1)).all()
        assert known.all() or size == 1e308  # the sum of two is beyond all numbers


def test_parameters_are_layers_laid_end_to_end():
    network = Network((2, 3, 1))
    p = np.arange(13.0)
    (W1, b1), (W2, b2) = network.layers(p)
    assert W1.tolist() == [[0, 1, 2], [3, 4, 5]] and b1.tolist() == [[6, 7, 8]]
    assert W2.tolist() == [[9], [10], [11]] and b2.tolist() == [[12]]
    many = np.arange(26.0).reshape(2, 13)
    assert network.layers(many)[0][0].shape == (2, 2, 3) and network.layers(many)[1][1].tolist() == [
        [[12]],
        [[25]],
    ]
    assert np.array_equal(pack(network.layers(p)), p) and np.array_equal(pack(network.layers(many)), many)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.integers(0, 3))
def test_as_many_parameters_as_weights_and_biases(sizes, runs):
    network = Network((*sizes, 1))
    p = somewhere(network, runs=runs) if runs else somewhere(network)
    assert network.parameters == sum(W.shape[-2] * W.shape[-1] + b.shape[-1] for W, b in network.layers(p))
    assert np.array_equal(pack(network.layers(p)), p)


def test_a_start_is_glorots_and_the_same_for_the_same_seed():
    network = Network((2, 300, 200, 1))
    p = network.start(seed=4)
    for (W, b), sides in zip(network.layers(p), [(2, 300), (300, 200), (200, 1)], strict=True):
        most = math.sqrt(6 / sum(sides))
        assert W.shape == sides and not b.any()
        assert 0.97 * most < np.abs(W).max() <= most  # evenly spread: the largest is near the end
        assert np.var(W) == pytest.approx(2 / sum(sides), rel=0.2) and abs(W.mean()) < most / 5
    assert np.array_equal(p, network.start(4)) and not np.array_equal(p, network.start(5))


NO_SIZES = [(2,), (), (2, 0, 1), (2, -1, 1), (2, 3, 2), (2.0, 1), (2, "3", 1), "21", [[2, 3], [1]], (2, True, 1)]


@pytest.mark.parametrize("sizes", NO_SIZES, ids=str)
def test_sizes_that_are_none_are_told(sizes):
    with pytest.raises(
        ValueError, match="sizes must be two or more whole numbers above 0, the last one 1, such as"
    ):
        Network(sizes)


@pytest.mark.parametrize("sizes", [3, None, 2.5])
def test_sizes_that_are_no_row_are_told(sizes):
    with pytest.raises(TypeError, match=r"such as \(2, 16, 1\), got"):
        Network(sizes)


@pytest.mark.parametrize("activation", ["Tanh", "", None, 3, ["tanh"], np.tanh])
def test_an_unknown_activation_is_told(activation):
    with pytest.raises(ValueError, match="activation must be one of tanh, relu, sigmoid, got"):
        Network((2, 1), activation)


def test_sizes_may_be_any_row_of_whole_numbers():
    network = Network(np.array([2, 4, 1]))
    assert (
        network.sizes == (2, 4, 1) and network == Network([2, 4, 1]) and hash(network) == hash(Network((2, 4, 1)))
    )


def test_examples_and_parameters_of_another_network_are_told():
    network = Network((2, 3, 1))
    p, (x, y) = network.start(), examples(5, 2)
    assert network.predict(p.tolist(), x.tolist()).shape == (5,)
    assert network.measure(p, x.tolist(), y.astype(bool).tolist()) == network.measure(p, x, y)
    for bad in (x[:, :1], x[0], x[None], 3.0):
        with pytest.raises(ValueError, match=r"x must have the shape \(n, 2\), got \("):
            network.predict(p, bad)
    for bad in (p[1:], np.append(p, 0), p[None, None], 1.0, p[None][:0]):
        with pytest.raises(ValueError, match=r"p must be 13 numbers, or rows of them, got the shape \("):
            network.predict(bad, x)
    for bad in (y[1:], y[:, None], 1):
        with pytest.raises(ValueError, match=r"y must be one label for each example in x, got the shapes \("):
            network.measure(p, x, bad)


NETWORK, (EXAMPLES, LABELS) = Network((2, 3, 1)), examples(5, 2)
REFUSED = [  # p, x, y, the error, and its words
    (None, EXAMPLES, LABELS, TypeError, "p must be numbers, got None"),
    ("abc", EXAMPLES, LABELS, TypeError, "p must be numbers, got 'abc'"),
    (np.full(13, np.nan), EXAMPLES, LABELS, ValueError, "p must be finite, got nan"),
    (np.zeros(13), None, LABELS, TypeError, "x must be numbers, got None"),
    (np.zeros(13), [["a", "b"]] * 5, LABELS, TypeError, "x must be numbers, got"),
    (np.zeros(13), [[1, 2], [3]], LABELS, TypeError, r"x must be numbers, got \[\[1, 2\], \[3\]\]"),
    (np.zeros(13), EXAMPLES * np.inf, LABELS, ValueError, "x must be finite, got -?inf"),
    (np.zeros(13), np.zeros((0, 2)), [], ValueError, r"y must be one label for each .* \(0,\) and \(0, 2\)"),
    (np.zeros(13), EXAMPLES, None, TypeError, "y must be numbers, got None"),
    (np.zeros(13), EXAMPLES, ["yes"] * 5, TypeError, "y must be numbers, got"),
    (np.zeros(13), EXAMPLES, LABELS * 2 - 1, ValueError, "each label in y must be 0 or 1, but one is -1"),
    (np.zeros(13), EXAMPLES, LABELS * np.nan, ValueError, "each label in y must be 0 or 1, but one is nan"),
]


@pytest.mark.parametrize(("p", "x", "y", "error", "words"), REFUSED, ids=lambda part: str(part)[:30])
def test_bad_input_gets_one_sentence_that_says_what_is_expected(p, x, y, error, words):
    for method in (NETWORK.measure, NETWORK.gradient):
        with pytest.raises(error, match=words):
            method(p, x, y)


def test_an_activation_that_is_none_is_refused_by_the_formulas_too():
    for activation in ("abc", None, ["tanh"]):
        with pytest.raises(ValueError, match="activation must be one of tanh, relu, sigmoid, got"):
            forward(NETWORK.layers(np.zeros(13)), EXAMPLES, activation)


def test_a_seed_that_is_none_is_refused():
    for seed, error in [(None, TypeError), ("one", TypeError), (-1, ValueError), (0.5, ValueError)]:
        with pytest.raises(error, match="seed must be"):
            NETWORK.start(seed)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (3, 5, 4, 1), (1, 2, 2, 2, 1)])
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_backpropagation_is_the_automatic_differentiation_of_jax(sizes, activation):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    network, rng = Network(sizes, activation), np.random.default_rng(4)
    x, y, p = rng.normal(size=(7, sizes[0])), rng.integers(2, size=7), rng.normal(size=network.parameters)
    bend = {"tanh": jnp.tanh, "relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid}[activation]

    def loss(p):
        h, begin = x, 0
        for k, (inputs, units) in enumerate(zip(sizes, sizes[1:], strict=False)):
            W = p[begin : begin + inputs * units].reshape(inputs, units)
            begin += (inputs + 1) * units
            h = h @ W + p[begin - units : begin]
            h = bend(h) if k < len(sizes) - 2 else h
        return jnp.mean(jnp.logaddexp(0.0, h[:, 0]) - y * h[:, 0])

    np.testing.assert_allclose(network.gradient(p, x, y)[0], jax.grad(loss)(p), rtol=1e-9, atol=1e-12)
