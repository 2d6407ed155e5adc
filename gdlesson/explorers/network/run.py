"""The result of a training, and a verdict on it in words, with every number computed from the run."""

from dataclasses import dataclass

import numpy as np

from gdlesson.networks.training import Training
from gdlesson.words import count, number


@dataclass(frozen=True, eq=False)
class Experiment:
    """A training of one network, or of several with different optimizers, and what it was made with.

    Attributes
    ----------
    examples : str
        The name of the examples.
    x, y : arrays of shape (n, 2) and (n,)
        The examples and their labels.
    optimizers : tuple of str
        The names of the optimizers, one for each run.
    learning_rate, batch_size, epochs : number
        The same for all; `epochs` is the number asked for.
    training : Training
        The training so far; its arrays have a row for each optimizer.
    """

    examples: str
    x: np.ndarray
    y: np.ndarray
    optimizers: tuple
    learning_rate: float
    batch_size: int
    epochs: int
    training: Training

    @property
    def scores(self):
        """Loss and accuracy of the current networks on all examples, arrays of shape (runs,)."""
        return self.training.network.measure(self.training.p, self.x, self.y)


def training_verdict(run):
    """Return in words how far an `Experiment` has come, or its result."""
    batch = "all examples at a time" if run.batch_size == len(run.y) else f"batches of {run.batch_size}"
    made_with = f"{run.examples}, {batch}, learning rate {number(run.learning_rate)}"
    if len(run.optimizers) > 1:
        return f"{made_with}. {progress(run)} each, loss (and accuracy): {', '.join(several(run))}."
    return f"{run.optimizers[0]} on {made_with}. {single(run)}"


def progress(run):
    """Return in words the number of epochs and steps so far."""
    done = run.training.epochs
    begin = f"Epoch {done} of {run.epochs}" if not run.training.stop else f"After {count(done, 'epoch')}"
    return f"{begin}, {count(done * -(-len(run.y) // run.batch_size), 'step')}"


def several(run):
    """Return in words the result of each of several networks, from the lowest loss to the highest."""
    lost = np.isnan(run.training.history["loss"][-1:]).any(axis=0)
    lines = sorted(zip(lost, *run.scores, run.optimizers, strict=True))
    return [
        f"{name} diverges" if gone else f"{name} {amount(loss)} ({accuracy:.1%})"
        for gone, loss, accuracy, name in lines
    ]


def single(run):
    """Return in words the result of an experiment with one network."""
    (loss,), (accuracy,) = run.scores
    right, examples = round(float(accuracy) * len(run.y)), len(run.y)
    most = max(int(run.y.sum()), examples - int(run.y.sum()))  # correct if the answer is always the same
    words = f"the loss is {amount(loss)}, and {right} of {examples} examples are right ({accuracy:.1%})."
    if run.training.stop == "diverged":
        gone = f"In epoch {run.training.epochs} it diverges: its numbers become too large to store."
        return f"{gone} Before that {words}"
    if run.training.epochs and right <= most:
        words += f" Always giving the same answer would get {most} right{', too' if right == most else ''}."
    return f"{progress(run)}: {words}"


def amount(loss):
    """Return a loss in words."""
    return number(loss, 2) if np.isfinite(loss) else "too large to store"
