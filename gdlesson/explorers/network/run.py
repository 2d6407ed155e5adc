"""The result of a training, and a verdict on it in words, with every number computed from the run."""

from dataclasses import dataclass, replace

import numpy as np

from gdlesson.networks.training import Training
from gdlesson.table import table
from gdlesson.words import count, number, percent


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

    def at(self, step):
        """Return the experiment as it was at a step: after an epoch, one of the training's `moments`."""
        return replace(self, training=self.training.after(self.training.moments[step]))

    @property
    def scores(self):
        """Loss and accuracy of the current networks on all examples, arrays of shape (runs,)."""
        return self.training.network.measure(self.training.p, scaled(self.x, scaling_of(self.x)), self.y)


def scaling_of(x):
    """Return what examples of shape (n, 2) are shifted by and divided by before a network sees them.

    By 0 and 1, unless a coordinate is far from 0 or of another size: then by means and standard deviations, since
    the activations saturate on large inputs, and small ones make no difference.

    Examples
    --------
    >>> scaling_of(np.array([[-1.0, 0.5], [1.0, 1.5]]))
    (array([0., 0.]), array([1., 1.]))
    >>> middle, size = scaling_of(np.array([[0, 2048], [2, 4096]]))
    >>> middle.tolist(), size.tolist()
    ([1.0, 3072.0], [1.0, 1024.0])
    """
    unit = np.abs(x).max(axis=0)
    unit[unit == 0] = 1.0  # the squares of very large or small numbers would leave the floats
    middle, size = (x / unit).mean(axis=0) * unit, (x / unit).std(axis=0) * unit
    size[size < 1e-12 * unit] = 1.0
    usual = (np.abs(middle) <= 3) & (size >= 0.1) & (size <= 10)
    return (np.zeros(2), np.ones(2)) if usual.all() else (middle, size)


def scaled(x, scaling):
    """Return examples as a network sees them."""
    middle, size = scaling
    return (x - middle) / size


def training_verdict(run):
    """Return in words how far an `Experiment` has come, or its result; of several networks, also a table."""
    batch = "all examples at a time" if run.batch_size == len(run.y) else f"batches of {run.batch_size}"
    if run.batch_size == 1 < len(run.y):
        batch = "one example at a time"
    made_with = f"{run.examples}{as_seen(run)}, {batch}, learning rate {number(run.learning_rate)}"
    if len(run.optimizers) > 1:
        return several(run, made_with)
    return f"{run.optimizers[0]} on {made_with}. {single(run)}"


def as_seen(run):
    """Return in words whether the examples are scaled before the network sees them."""
    return (
        " (scaled to mean 0 and standard deviation 1)" if (scaled(run.x, scaling_of(run.x)) != run.x).any() else ""
    )


def progress(run):
    """Return in words the number of epochs and steps so far."""
    done = run.training.epochs
    begin = f"Epoch {done} of {run.epochs}" if not run.training.stop else f"After {count(done, 'epoch')}"
    return f"{begin}, {count(done * -(-len(run.y) // run.batch_size), 'step')}"


def several(run, made_with):
    """Return in words which of several networks has the lowest loss, and below it a table of all of them."""
    lost = np.isnan(run.training.history["loss"][-1:]).any(axis=0)
    losses = np.where(lost | ~np.isfinite(run.scores[0]), np.inf, run.scores[0])
    rows = []
    for k in np.lexsort([run.optimizers, lost, losses]):
        told = amount(run.scores[0][k]), percent(run.scores[1][k], 1)
        rank = 1 + np.sum(losses < losses[k]) if np.isfinite(losses[k]) else ""
        rows.append([rank, run.optimizers[k], *(("diverges", "") if lost[k] else told)])
    results = table(["rank", "optimizer", "loss", "right"], rows)
    return f"{progress(run)} on {made_with}: {leading(run.optimizers, losses)}.\n{results}"


def leading(names, losses):
    """Return in words which networks have the lowest loss."""
    best = [name for name, loss in zip(names, losses, strict=True) if loss == min(losses)]
    if np.isinf(min(losses)):
        return "every loss is too large to store"
    if len(best) == len(names):
        return f"{'both' if len(names) == 2 else f'all {len(names)}'} have the same loss"
    who = " and ".join(best) if len(best) < 3 else f"{len(best)} of {len(names)}"
    return f"{who} {'has' if len(best) == 1 else 'have'} the lowest loss"


def single(run):
    """Return in words the result of an experiment with one network."""
    (loss,), (accuracy,) = run.scores
    right, examples = round(float(accuracy) * len(run.y)), len(run.y)
    most = max(int(run.y.sum()), examples - int(run.y.sum()))  # correct if the answer is always the same
    verb = "is" if right == 1 else "are"
    words = f"the loss is {amount(loss)}, and {right} of {count(examples, 'example')} {verb} right"
    words += f" ({percent(accuracy, 1)})."
    if run.training.stop == "diverged":
        gone = f"In epoch {run.training.epochs} it diverges: its numbers become too large to store."
        return f"{gone} Before that {words}"
    if run.training.epochs and right <= most:
        words += f" Always giving the same answer would get {most} right{', too' if right == most else ''}."
    return f"{progress(run)}: {words}{one_kind(run.y) if most == examples else ''}"


def one_kind(y):
    """Return what is missing where all labels are the same."""
    return f" All labels are {y[0]:g}: to learn a line between yes and no takes examples of both, 0 and 1."


def amount(loss):
    """Return a loss in words."""
    return number(loss, 2) if np.isfinite(loss) else "too large to store"
