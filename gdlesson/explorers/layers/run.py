"""The outputs of each layer of a network, at its start and after a few epochs, and what is wrong with them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from gdlesson.datasets import moons
from gdlesson.networks.initializers import constant, random_normal
from gdlesson.networks.network import Network, forward
from gdlesson.networks.training import train
from gdlesson.words import count, number, percent

EPOCHS, RATE, BATCH = 30, 0.02, 20  # of the training, by Adam
STARTS = {
    "all 0": "zeros",
    "all equal": constant(0.3),
    "too small": random_normal(0.05),
    "Glorot": "glorot_uniform",
    "He": "he_normal",
    "too large": random_normal(2.0),
}
ENDS = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}  # a ReLU has no upper end
NEAR = 0.015  # of the range between its ends: there an activation is nearly flat
MANY = 0.5  # a layer of which more outputs are near the ends is saturated
FADES, GROWS = 0.25, 2.0  # from layer to layer, on average
FAINT = 0.05  # of what the inputs vary: a last layer that varies less has faded, too


@dataclass(frozen=True, eq=False)
class Layers:
    """A network and what its layers put out for examples with two inputs of mean 0 and deviation 1.

    Attributes
    ----------
    network : Network
        Its sizes and its activation.
    p : array of shape (parameters,)
        Its parameters.
    x, y : arrays of shape (n, 2) and (n,)
        The examples.
    start : str
        How its weights began.
    epochs : int
        How long it has been trained since.
    """

    network: Network
    p: np.ndarray
    x: np.ndarray
    y: np.ndarray
    start: str
    epochs: int = 0

    @cached_property
    def outputs(self):
        """The inputs, and the outputs of each hidden layer: a list of arrays of shape (n, units)."""
        return forward(self.network.layers(self.p), self.x, self.network.activation)[0]

    @cached_property
    def varies(self):
        """How much outputs vary: the deviation of each unit over the examples, the mean of a layer's units."""
        return np.array([h.std(axis=0).mean() for h in self.outputs])

    @property
    def equal(self):
        """Whether all units of each hidden layer compute the same."""
        return self.network.sizes[1] > 1 and all(np.allclose(h, h[:, :1], 1e-9, 1e-12) for h in self.outputs[1:])

    @property
    def saturated(self):
        """The fraction of outputs near the ends of the activation, for each hidden layer."""
        low, high = ENDS.get(self.network.activation, (-np.inf, np.inf))
        near = NEAR * (high - low) if np.isfinite(low) else 0.0
        return np.array([np.mean((h < low + near) | (h > high - near)) for h in self.outputs[1:]])

    @property
    def dead(self):
        """The number of hidden units that put out 0 for every example."""
        return sum(int(np.all(h == 0, axis=0).sum()) for h in self.outputs[1:])


@lru_cache(1)
def examples():
    """Return 200 points in two half moons, with inputs of mean 0 and deviation 1, and their labels."""
    x, y = moons(200)
    return (x - x.mean(axis=0)) / x.std(axis=0), y


@lru_cache(4)
def trained(start, network, seed):
    """Return the training of a network from the way its weights begin."""
    p = network.start(seed, STARTS[start])
    return train(network, *examples(), "adam", RATE, BATCH, EPOCHS, seed=seed, start=p)


def layers_of(start, activation, hidden_layers, units, seed=0, epochs=0):
    """Return the `Layers` of a network that begins so, after so many epochs, or those before it diverges."""
    network, (x, y) = Network((2, *[units] * hidden_layers, 1), activation), examples()
    if not epochs:
        return Layers(network, network.start(seed, STARTS[start]), x, y, start)
    training = trained(start, network, seed)
    epochs = min(epochs, training.moments[-1])
    return Layers(network, training.after(epochs).p, x, y, start, epochs)


def layers_verdict(run):
    """Return in words how good the start is, or what has become of it."""
    if not run.epochs:
        return finding(run)
    loss, accuracy = run.network.measure(run.p, run.x, run.y)
    return (
        f"After {count(run.epochs, 'epoch')}: loss {number(loss, 3)}, {percent(accuracy, 1)} right. {finding(run)}"
    )


def finding(run):
    """Return the first of what may be wrong with the outputs of the layers."""
    units, layers = run.network.sizes[1], len(run.network.sizes) - 2
    steps = run.varies[1:] / np.maximum(run.varies[:-1], 1e-300)
    per_layer = float(np.prod(steps) ** (1 / layers))
    last = f"layer {layers}" if layers > 1 else "the hidden layer"
    if run.varies[-1] == 0:
        first = 1 + int(np.argmax(run.varies[1:] == 0))
        which = f"from layer {first} on" if layers > 1 and first < layers else f"in {last}"
        return f"Silent: {which}, each unit puts out the same number whatever the input, so no input gets through."
    if run.equal:
        where = "in each hidden layer" if layers > 1 else "in the hidden layer"
        return f"All equal: {where} the {units} units compute the same, so together they do the work of one."
    if run.saturated.max() > MANY:
        k = int(run.saturated.argmax())
        where = f"layer {k + 1}" if layers > 1 else last
        name, part = run.network.activation, percent(run.saturated[k])
        ends = " or ".join(number(end) for end in ENDS[name])
        return f"Saturated: {part} of the outputs of {where} are next to {ends}, where {name} is flat."
    most = f"{last} varies {as_much(run.varies[-1])} the inputs"
    fades = per_layer < FADES or run.varies[-1] < FAINT
    if not fades and per_layer <= GROWS:
        put = "puts" if run.dead == 1 else "put"
        dead = f" {run.dead} of {units * layers} units {put} out 0 for every example." if run.dead else ""
        return f"Healthy: {most}.{dead}"
    word = "Fades" if fades else "Grows"
    if layers == 1:
        return f"{word}: {most}."
    return f"{word}: each layer varies about {factor(per_layer)} times as much as the one before, and {most}."


def as_much(times):
    """Return how many times as much, in words."""
    return "about as much as" if factor(times) == "1" else f"{factor(times)} times as much as"


def factor(times):
    """Return how many times as much, in two or three digits, without a power from 0.00001 on."""
    return f"{times:.6f}".rstrip("0") if 1e-5 <= times < 1e-4 else number(times, 2 if times < 100 else 3)
