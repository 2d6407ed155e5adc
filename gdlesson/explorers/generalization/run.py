"""A training with what may calm it, judged on validation examples, and a verdict on it in words."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from gdlesson.datasets import moons
from gdlesson.networks.network import Network
from gdlesson.networks.training import Training, by_epochs
from gdlesson.words import count, number

NOISE, RATE, BATCH = 0.35, 0.02, 16
SEEDS = {"training": 7, "validation": 107}
HELD_OUT = 256  # validation examples
WORSE = 1.15  # times the lowest validation loss: from there on a training overfits
RECENT = 5  # epochs whose median tells where a loss that jumps is
FALLING = 0.97  # of the loss a fifth of the epochs ago: below that it is still falling


@dataclass(frozen=True, eq=False)
class Calmed:
    """A training, and what it was made with.

    Attributes
    ----------
    weight_decay : float
        How much the weights shrink: each step by this times the learning rate.
    examples, units, epochs : int
        The number of training examples, of units in each hidden layer, and of epochs asked for.
    training : Training
        The training so far, with validation.
    """

    weight_decay: float
    examples: int
    units: int
    epochs: int
    training: Training

    def at(self, step):
        """Return it as it was after an epoch, one of the training's `moments`."""
        return replace(self, training=self.training.after(self.training.moments[step]))


@lru_cache(8)
def data(examples):
    """Return so many training examples, and the validation examples, each a pair (x, y)."""
    return moons(examples, NOISE, SEEDS["training"]), moons(HELD_OUT, NOISE, SEEDS["validation"])


def calmed(weight_decay, examples, units, epochs, seed=0):
    """Yield the `Calmed` training of these values after each epoch."""
    (x, y), validation = data(examples)
    network, settings = Network((2, units, units, 1)), {"weight_decay": weight_decay}
    options = "adam", RATE, BATCH, epochs, seed, None, True, validation, settings
    for training in by_epochs(network, x, y, *options):
        yield Calmed(weight_decay, examples, units, epochs, training)


def generalization_verdict(run):
    """Return in words whether a training overfits, with the numbers of its two losses."""
    done = run.training.epochs
    if not done:
        return f"{count(run.units, 'unit')} in each of two layers, before the first epoch."
    training, validation = run.training.history["loss"], run.training.history["val_loss"]
    best = int(validation.argmin())
    losses = f"the training loss is {number(training[-1], 2)}, validation {number(validation[-1], 2)}"
    now = f"After {count(done, 'epoch')} {losses}"
    lowest = f"was lowest, {number(validation[best], 2)}, after epoch {best + 1}"
    if done == 1:
        return f"{now}."
    if validation[-1] > WORSE * validation[best]:
        if np.median(validation[-RECENT:]) <= WORSE * validation[best]:
            jumps = validation[-1] > WORSE * validation[-RECENT:].min()
            return f"{now}. Validation has {'just jumped up' if jumps else 'begun to rise'}; it {lowest}."
        return f"Overfitting: {lower(now)}; it {lowest}. What it has learned since then does not carry over."
    before = validation[max(0, done - 1 - max(1, done // 5))]
    if best == done - 1 and validation[-1] < FALLING * before:
        return f"{now}. Validation is still falling."
    gap = validation[-1] - training[-1]
    apart = f"{number(abs(gap), 2)} {'more' if gap > 0 else 'less'} than training"
    return f"Near its best: {lower(now)}, {apart}. Validation {lowest}."


def lower(words):
    """Return words that do not begin a sentence."""
    return words[:1].lower() + words[1:]
