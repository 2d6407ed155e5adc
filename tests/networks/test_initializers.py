"""How weights begin: against the formulas, and against Keras's and PyTorch's initializers."""

import importlib.util
import math

import numpy as np
import pytest

from gdlesson import Network, prepare_keras
from gdlesson.networks import initializers
from gdlesson.networks.initializers import INITIALIZERS, constant, random_normal

INPUTS, UNITS = 300, 500
KERAS = {
    "zeros": "Zeros",
    "random_normal": "RandomNormal",
    "glorot_uniform": "GlorotUniform",
    "glorot_normal": "GlorotNormal",
    "he_uniform": "HeUniform",
    "he_normal": "HeNormal",
}
# the deviation, and how far out a weight may be
FORMULAS = {
    "zeros": (0, 0),
    "random_normal": (0.05, math.inf),
    "glorot_uniform": (math.sqrt(2 / (INPUTS + UNITS)), math.sqrt(6 / (INPUTS + UNITS))),
    "glorot_normal": (math.sqrt(2 / (INPUTS + UNITS)), 2 * math.sqrt(2 / (INPUTS + UNITS)) / initializers.KEPT),
    "he_uniform": (math.sqrt(2 / INPUTS), math.sqrt(6 / INPUTS)),
    "he_normal": (math.sqrt(2 / INPUTS), 2 * math.sqrt(2 / INPUTS) / initializers.KEPT),
}
each = pytest.mark.parametrize("name", INITIALIZERS)


def drawn(name, seed=0):
    return INITIALIZERS[name](np.random.default_rng(seed), INPUTS, UNITS)


@each
def test_mean_deviation_and_limits_are_those_of_the_formula(name):
    deviation, limit = FORMULAS[name]
    for seed in range(3):
        W = drawn(name, seed)
        assert W.shape == (INPUTS, UNITS) and np.abs(W).max() <= limit
        assert W.std() == pytest.approx(deviation, rel=0.01)
        assert abs(W.mean()) <= 4 * deviation / math.sqrt(W.size)
    if 0 < limit < math.inf:
        assert np.abs(W).max() > 0.995 * limit


def test_the_deviation_of_a_truncated_normal_distribution_is_scipys():
    stats = pytest.importorskip("scipy.stats")
    assert stats.truncnorm(-2, 2).std() == pytest.approx(initializers.KEPT, rel=1e-12)


@pytest.mark.slow
@each
def test_it_is_distributed_as_in_keras(name):
    prepare_keras()
    import keras
    from scipy.stats import ks_2samp

    kind, seeded = getattr(keras.initializers, KERAS[name]), {} if name == "zeros" else {"seed": 1}
    theirs = np.asarray(kind(**seeded)((INPUTS, UNITS)))
    ours = drawn(name)
    assert np.abs(theirs).max() == pytest.approx(np.abs(ours).max(), rel=0.15 if name == "random_normal" else 0.01)
    assert ks_2samp(ours.ravel(), theirs.ravel().astype(float)).pvalue > 1e-3


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("torch"), reason="PyTorch is not installed")
def test_uniform_ones_are_distributed_as_in_pytorch():
    import torch
    from scipy.stats import ks_2samp

    for name, theirs in {
        "glorot_uniform": torch.nn.init.xavier_uniform_,
        "he_uniform": torch.nn.init.kaiming_uniform_,
    }.items():
        W = theirs(torch.empty(UNITS, INPUTS), generator=torch.Generator().manual_seed(1)).numpy()
        assert np.abs(W).max() == pytest.approx(FORMULAS[name][1], rel=0.01)
        assert ks_2samp(drawn(name).ravel(), W.ravel().astype(float)).pvalue > 1e-3


def test_a_network_begins_with_them_and_with_biases_of_0():
    network = Network((3, 5, 4, 1), "relu")
    for name, make in INITIALIZERS.items():
        p, again = network.start(7, name), network.start(7, make)
        assert np.array_equal(p, again)
        rng = np.random.default_rng(7)
        for (W, b), shape in zip(network.layers(p), [(3, 5), (5, 4), (4, 1)], strict=True):
            assert np.array_equal(W, make(rng, *shape)) and not b.any()
    assert np.array_equal(network.start(7), network.start(7, "glorot_uniform"))


def test_a_constant_and_a_deviation_may_be_chosen():
    network = Network((2, 3, 1))
    (W, _), (V, _) = network.layers(network.start(0, constant(0.1)))
    assert (W == 0.1).all() and (V == 0.1).all()
    rng = np.random.default_rng(0)
    assert random_normal(3)(rng, 200, 300).std() == pytest.approx(3, rel=0.02)
    with pytest.raises(ValueError, match="stddev must be a finite number, 0 or more, got -1"):
        random_normal(-1)
    with pytest.raises(ValueError, match="value must be finite"):
        constant(math.inf)


@pytest.mark.parametrize(
    ("initializer", "error", "words"),
    [
        ("xavier", ValueError, "initializer must be one of zeros, random_normal, .*, got 'xavier'"),
        (None, ValueError, "or a function, got None"),
        (lambda n: n, TypeError, r"initializer must take \(rng, inputs, units\), but it fails"),
        (lambda rng, n, m: np.zeros((m, n)), ValueError, r"must return the shape \(2, 3\), got \(3, 2\)"),
        (lambda rng, n, m: np.full((n, m), np.nan), ValueError, "what the initializer returns must be finite"),
        (lambda rng, n, m: None, TypeError, "what the initializer returns must be numbers"),
    ],
)
def test_others_are_refused(initializer, error, words):
    with pytest.raises(error, match=words):
        Network((2, 3, 1)).start(0, initializer)
