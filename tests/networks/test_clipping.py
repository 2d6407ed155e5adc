"""Trainings with clipped gradients against Keras and PyTorch: the whole gradient, and array by array."""

import importlib.util
import os

import numpy as np
import pytest

from gdlesson import Network, clip_by_norm, keras_model, prepare_keras
from gdlesson.datasets import moons
from gdlesson.optimizers import momentum

pytestmark = pytest.mark.slow

X, Y = moons(96, seed=3)
NETWORK = Network((2, 5, 1))
START = NETWORK.start(1)
BATCH, EPOCHS, RATE = 32, 6, 0.2
WHOLE, EACH = 0.2, 0.15  # limits that some gradients exceed and others do not


def whole(g):
    """Return a gradient of which all numbers together are at most WHOLE long."""
    return clip_by_norm(g, WHOLE)


def arrays(g):
    """Return a gradient of which each layer's weights, and each layer's biases, are at most EACH long."""
    parts = [part for layer in NETWORK.layers(g) for part in layer]
    return np.concatenate([clip_by_norm(part, EACH).ravel() for part in parts])


def trained(clip):
    """Return the parameters after a training by momentum with clipped gradients, and which steps were clipped."""
    p, memory, clipped, t = START.copy(), [], [], 0
    for _ in range(EPOCHS):
        for k in range(0, len(Y), BATCH):
            t += 1
            g = NETWORK.gradient(p, X[k : k + BATCH], Y[k : k + BATCH])[0]
            clipped.append(not np.array_equal(clip(g), g))
            p, *memory = momentum(p, clip(g), t, *memory, learning_rate=RATE, momentum=0.5)
    return p, clipped


def in_keras(**limit):
    """Return Keras's parameters, as one row, after the same training."""
    prepare_keras()
    import keras

    model = keras_model(NETWORK, START)
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.SGD(RATE, momentum=0.5, **limit))
    model.fit(X, Y, batch_size=BATCH, epochs=EPOCHS, shuffle=False, verbose=0)
    return np.concatenate([part.ravel() for part in model.get_weights()])


def in_pytorch(clip):
    """Return PyTorch's parameters, as one row, after the same training; `clip` clips the gradients of a list."""
    if importlib.util.find_spec("torch") is None and not os.environ.get("GDLESSON_REQUIRE_TORCH"):
        pytest.skip("PyTorch is not installed; .ci/run installs it")
    import torch

    tensors = [torch.tensor(part, requires_grad=True) for layer in NETWORK.layers(START.copy()) for part in layer]
    optimizer = torch.optim.SGD(tensors, lr=RATE, momentum=0.5)
    x, y = torch.tensor(X), torch.tensor(Y)
    for _ in range(EPOCHS):
        for k in range(0, len(Y), BATCH):
            optimizer.zero_grad()
            z = torch.tanh(x[k : k + BATCH] @ tensors[0] + tensors[1]) @ tensors[2] + tensors[3]
            torch.nn.functional.binary_cross_entropy_with_logits(z[:, 0], y[k : k + BATCH]).backward()
            clip(torch.nn.utils.clip_grad_norm_, tensors)
            optimizer.step()
    return np.concatenate([part.detach().numpy().ravel() for part in tensors])


@pytest.mark.parametrize("clip", [whole, arrays])
def test_some_steps_are_clipped_and_some_are_not(clip):
    _, clipped = trained(clip)
    assert 3 < sum(clipped) < len(clipped) - 3


@pytest.mark.parametrize(("clip", "limit"), [(whole, {"global_clipnorm": WHOLE}), (arrays, {"clipnorm": EACH})])
def test_keras_takes_the_same_steps(clip, limit):
    np.testing.assert_allclose(trained(clip)[0], in_keras(**limit), atol=1e-5)


def test_keras_s_clipnorm_is_not_about_the_whole_gradient():
    assert np.abs(trained(whole)[0] - in_keras(clipnorm=WHOLE)).max() > 0.01


# PyTorch divides by the length plus 1e-6, so that its clipped gradients are a little shorter
def test_pytorch_takes_the_same_steps():
    theirs = in_pytorch(lambda shorten, tensors: shorten(tensors, WHOLE))
    np.testing.assert_allclose(trained(whole)[0], theirs, atol=2e-5)


def test_pytorch_one_array_at_a_time_is_keras_s_clipnorm():
    theirs = in_pytorch(lambda shorten, tensors: [shorten([each], EACH) for each in tensors])
    np.testing.assert_allclose(trained(arrays)[0], theirs, atol=2e-5)
