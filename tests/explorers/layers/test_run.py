"""What the layers of a network put out, by another way; and the words about it."""

import numpy as np
import pytest

from gdlesson.explorers.layers.run import EPOCHS, STARTS, as_much, examples, factor, layers_of, layers_verdict

ACTIVATIONS = {
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}
each_start = pytest.mark.parametrize("start", STARTS)


@each_start
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_outputs_and_how_much_they_vary(start, activation):
    run = layers_of(start, activation, 3, 6)
    h, (x, _) = examples()[0], examples()
    assert np.array_equal(run.outputs[0], x)
    for k, (W, b) in enumerate(run.network.layers(run.p)[:-1], 1):
        h = ACTIVATIONS[activation](h @ W + b)
        np.testing.assert_allclose(run.outputs[k], h, atol=1e-12)
        varies = np.mean([np.sqrt(np.mean((unit - unit.mean()) ** 2)) for unit in h.T])
        assert run.varies[k] == pytest.approx(varies, abs=1e-12)
    assert run.varies[0] == pytest.approx(1)


@each_start
@pytest.mark.parametrize("hidden_layers", [1, 2, 5])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_words_are_short_and_right_at_the_start_and_later(start, activation, hidden_layers):
    for epochs in (0, 1, EPOCHS):
        run = layers_of(start, activation, hidden_layers, 8, epochs=epochs)
        said = layers_verdict(run)
        assert len(said) <= 220 and "nan" not in said and run.epochs == epochs
        word = said.split(": ")[-2].split(". ")[-1]
        assert (word == "All equal") == (run.equal and run.varies[-1] > 0)
        assert (word == "Silent") == (run.varies[-1] == 0)
        if word == "Saturated":
            assert run.saturated.max() > 0.5
        if word == "Fades":
            assert run.varies[-1] < max(0.25**hidden_layers, 0.05)
        if word == "Healthy":
            assert 0.05 <= run.varies[-1] <= 2**hidden_layers
        if word == "Grows":
            assert run.varies[-1] > 2**hidden_layers


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            ("all 0", "tanh", 2, 8),
            "Silent: from layer 1 on, each unit puts out the same number whatever the input",
        ),
        (("all 0", "relu", 1, 8), "Silent: in the hidden layer, each unit"),
        (("all equal", "tanh", 2, 8), "All equal: in each hidden layer the 8 units compute the same, so"),
        (("all equal", "tanh", 1, 4), "All equal: in the hidden layer the 4 units compute the same"),
        (
            ("too small", "tanh", 5, 8),
            "Fades: each layer varies about 0.12 times as much as the one before, and layer 5",
        ),
        (("too small", "tanh", 1, 8), "Fades: the hidden layer varies 0.058 times as much as the inputs."),
        (("Glorot", "tanh", 2, 8), "Healthy: layer 2 varies 0.44 times as much as the inputs."),
        (
            ("too large", "tanh", 4, 8),
            "Saturated: 72% of the outputs of layer 4 are next to −1 or 1, where tanh is flat.",
        ),
        (
            ("too large", "relu", 5, 8),
            "Grows: each layer varies about 2.8 times as much as the one before, and layer 5",
        ),
    ],
)
def test_the_words(values, words):
    assert layers_verdict(layers_of(*values)).startswith(words)


def test_training_is_told():
    said = layers_verdict(layers_of("Glorot", "tanh", 2, 8, epochs=1))
    assert said.startswith("After 1 epoch: loss ") and "% right. Healthy: " in said


@pytest.mark.parametrize("seed", range(20))
def test_equal_units_stay_equal_and_others_learn_more(seed):
    equal, other = (layers_of(start, "tanh", 2, 8, seed, EPOCHS) for start in ("all equal", "Glorot"))
    right = [run.network.measure(run.p, run.x, run.y)[1] for run in (equal, other)]
    assert equal.equal and not other.equal and right[0] < 0.9 < right[1]


@pytest.mark.parametrize("units", [2, 7, 32])
def test_they_stay_equal_at_any_size(units):
    for activation in ACTIVATIONS:
        assert layers_of("all equal", activation, 3, units, epochs=EPOCHS).equal


def test_one_dead_unit_puts_out_0_and_what_varies_as_much_is_told_so():
    said = {layers_verdict(layers_of("He", "relu", 2, 8, seed, EPOCHS)) for seed in range(12)}
    assert any(" 1 of 16 units puts out 0 for every example." in words for words in said)
    assert factor(2e-5) == "0.00002" and factor(0.0123) == "0.012" and factor(2917) == "2920"
    assert as_much(1.02) == "about as much as"
