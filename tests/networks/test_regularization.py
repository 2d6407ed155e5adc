"""Weight decay and the L2 penalty against Keras, Optax and PyTorch, and by hand."""

import importlib.util
import os

import numpy as np
import pytest

from gdlesson import Network, keras_model, prepare_keras, train
from gdlesson.datasets import moons
from gdlesson.networks.regularization import is_weight

X, Y = moons(96, seed=3)
NETWORK = Network((2, 5, 1))
START = NETWORK.start(1)
SAME = {"batch_size": 32, "epochs": 4, "shuffle": False}


def by_hand(step, l2=0.0, decay=0.0, rate=0.1):
    """Return the parameters after as many steps of `step(p, g, t)` as in SAME."""
    p, weights, t = START.copy(), is_weight(NETWORK), 0
    for _ in range(SAME["epochs"]):
        for k in range(0, len(Y), SAME["batch_size"]):
            t += 1
            g = NETWORK.gradient(p, X[k : k + 32], Y[k : k + 32])[0] + 2 * l2 * weights * p
            p = step(p * (1 - rate * decay * weights), g, t)
    return p


def test_weights_are_told_from_biases():
    W1, b1, W2, b2 = [part for layer in NETWORK.layers(is_weight(NETWORK)) for part in layer]
    assert W1.all() and W2.all() and not b1.any() and not b2.any()


@pytest.mark.parametrize("kind", ["l2", "weight_decay"])
def test_plain_descent_by_hand(kind):
    run = train(NETWORK, X, Y, "gradient_descent", 0.1, start=START, **SAME, **{kind: 0.3})
    expected = by_hand(lambda p, g, t: p - 0.1 * g, **{"l2" if kind == "l2" else "decay": 0.3})
    np.testing.assert_allclose(run.p, expected, rtol=1e-10)


def test_for_plain_descent_both_are_the_same_and_for_adam_they_are_not():
    for name, same in [("gradient_descent", True), ("adam", False)]:
        one = train(NETWORK, X, Y, name, 0.1, start=START, **SAME, l2=0.1).p
        other = train(NETWORK, X, Y, name, 0.1, start=START, **SAME, weight_decay=0.2).p
        assert np.allclose(one, other, rtol=1e-9) == same


def test_side_by_side_is_one_by_one():
    both = train(NETWORK, X, Y, ["adam", "momentum"], [0.1, 0.02], start=START, **SAME, weight_decay=0.2, l2=0.01)
    for k, (name, rate) in enumerate([("adam", 0.1), ("momentum", 0.02)]):
        single = train(NETWORK, X, Y, name, rate, start=START, **SAME, weight_decay=0.2, l2=0.01)
        np.testing.assert_allclose(both.p[k], single.p, rtol=1e-9)


def test_the_history_is_the_loss_alone():
    run = train(NETWORK, X, Y, start=START, batch_size=96, epochs=1, l2=5.0)
    assert run.history["loss"][0] == pytest.approx(NETWORK.measure(START, X, Y)[0])


@pytest.mark.parametrize("name", ["l2", "weight_decay"])
@pytest.mark.parametrize("bad", [-1, np.nan, np.inf, "0.1", None])
def test_bad_numbers_are_refused(name, bad):
    with pytest.raises((TypeError, ValueError), match=name):
        train(NETWORK, X, Y, epochs=1, **{name: bad})


def keras_fit(optimizer, l2=0.0):
    """Return Keras's parameters, as one row, after the same training."""
    prepare_keras()
    import keras

    model = keras_model(NETWORK, START)
    if l2:
        for layer in model.layers:
            layer.kernel_regularizer = keras.regularizers.L2(l2)
        model = keras.models.clone_model(model)
        model.set_weights(keras_model(NETWORK, START).get_weights())
    model.compile(loss="binary_crossentropy", optimizer=optimizer(keras))
    model.fit(X, Y, verbose=0, **SAME)
    return np.concatenate([part.ravel() for part in model.get_weights()])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gradient_descent", "adam"])
def test_l2_is_keras_s_kernel_regularizer(name):
    def optimizer(keras):
        return keras.optimizers.SGD(0.1) if name == "gradient_descent" else keras.optimizers.Adam(0.05)

    rate = 0.1 if name == "gradient_descent" else 0.05
    ours = train(NETWORK, X, Y, name, rate, start=START, **SAME, l2=0.02).p
    np.testing.assert_allclose(ours, keras_fit(optimizer, l2=0.02), atol=2e-5)


@pytest.mark.slow
def test_decay_of_the_weights_alone_is_keras_s_adamw_without_biases():
    def optimizer(keras):
        made = keras.optimizers.AdamW(0.05, weight_decay=0.3)
        made.exclude_from_weight_decay(var_names=["bias"])
        return made

    ours = train(NETWORK, X, Y, "adam", 0.05, start=START, **SAME, weight_decay=0.3).p
    np.testing.assert_allclose(ours, keras_fit(optimizer), atol=2e-5)


@pytest.mark.slow
def test_decay_is_optax_s_adamw_with_a_mask():
    import jax

    jax.config.update("jax_enable_x64", True)
    import optax

    weights = is_weight(NETWORK)
    # Optax corrects m and v before it adds epsilon, so that has to be next to nothing to compare
    rule = optax.chain(optax.scale_by_adam(eps=1e-12), optax.add_decayed_weights(0.3, mask=None))
    p, state, t = START.copy(), rule.init(START), 0
    for _ in range(SAME["epochs"]):
        for k in range(0, len(Y), SAME["batch_size"]):
            t += 1
            g = NETWORK.gradient(p, X[k : k + 32], Y[k : k + 32])[0]
            update, state = rule.update(g, state, p * weights)
            p = p - 0.05 * np.asarray(update)
    ours = train(NETWORK, X, Y, "adam", 0.05, start=START, **SAME, weight_decay=0.3, epsilon=1e-12).p
    np.testing.assert_allclose(ours, p, rtol=1e-5, atol=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SGD", "AdamW"])
def test_they_are_pytorch_s(name):
    if importlib.util.find_spec("torch") is None and not os.environ.get("GDLESSON_REQUIRE_TORCH"):
        pytest.skip("PyTorch is not installed; .ci/run installs it")
    import torch

    tensors = [torch.tensor(part, requires_grad=True) for layer in NETWORK.layers(START.copy()) for part in layer]
    decay = {"SGD": 0.04, "AdamW": 0.3}[name]
    groups = [{"params": tensors[0::2], "weight_decay": decay}, {"params": tensors[1::2], "weight_decay": 0.0}]
    options = {"lr": 0.1} if name == "SGD" else {"lr": 0.05, "eps": 1e-12}
    optimizer = getattr(torch.optim, name)(groups, **options)
    x, y = torch.tensor(X), torch.tensor(Y)
    for _ in range(SAME["epochs"]):
        for k in range(0, len(Y), SAME["batch_size"]):
            optimizer.zero_grad()
            h = torch.tanh(x[k : k + 32] @ tensors[0] + tensors[1]) @ tensors[2] + tensors[3]
            torch.nn.functional.binary_cross_entropy_with_logits(h[:, 0], y[k : k + 32]).backward()
            optimizer.step()
    theirs = np.concatenate([part.detach().numpy().ravel() for part in tensors])
    if name == "SGD":  # its weight decay is half of it as a penalty
        ours = train(NETWORK, X, Y, "gradient_descent", 0.1, start=START, **SAME, l2=decay / 2).p
    else:
        ours = train(NETWORK, X, Y, "adam", 0.05, start=START, **SAME, weight_decay=decay, epsilon=1e-12).p
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-7)
