"""The same training in Keras and in our network, and how far the two drift apart."""

from dataclasses import dataclass, replace

import numpy as np

from gdlesson.networks.network import cross_entropy_of
from gdlesson.networks.training import NAMES, Training, by_epochs
from gdlesson.networks.with_keras import keras_model, keras_optimizer, weights_of
from gdlesson.words import count, number, percent

NUDGE = 1e-7  # about the relative rounding error of each weight in Keras, which computes with 32 bits
CLOSE = 1e-5  # losses that differ by less than this are considered equal
MOST = 12  # decimals to which losses are said to agree
AT_A_TIME = 5  # epochs per call of `fit`, because each call has some overhead
LARGEST = -np.log(1e-7)  # the largest loss of a single example in Keras


class KerasTrainer:
    """Trains the same network in Keras repeatedly; the training step of each optimizer is compiled only once.

    Parameters
    ----------
    network : Network
        The network to train.
    start : array of shape (parameters,)
        The initial weights of every training.
    x, y : arrays of shape (n, inputs) and (n,)
        The examples, used in this order.
    batch_size : int
        The number of examples for each step.
    """

    def __init__(self, network, start, x, y, batch_size=32):
        self.network, self.start, self.x, self.y, self.batch_size = network, start, x, y, batch_size
        self.models = {}

    def fresh_model(self, rule, learning_rate):
        """Return a compiled model with initial weights and a fresh optimizer state."""
        if rule not in self.models:
            model = keras_model(self.network, self.start)
            optimizer = keras_optimizer(rule, learning_rate)
            optimizer.build(model.trainable_variables)
            model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
            self.models[rule] = model, [np.asarray(variable.value) for variable in optimizer.variables]
        model, memory = self.models[rule]
        model.set_weights(weights_of(self.network, self.start))
        for variable, value in zip(model.optimizer.variables, memory, strict=True):
            variable.assign(value)
        model.optimizer.learning_rate = learning_rate
        return model

    def train(self, rule, learning_rate, epochs):
        """Yield the history after every few epochs: a dict with arrays "loss" and "accuracy"."""
        model, history = self.fresh_model(rule, learning_rate), {name: [] for name in NAMES[:2]}
        for done in range(0, epochs, AT_A_TIME):
            options = {"epochs": min(AT_A_TIME, epochs - done), "shuffle": False, "verbose": 0}
            seen = model.fit(self.x, self.y, self.batch_size, **options).history
            history = {name: [*values, *seen[name]] for name, values in history.items()}
            yield {name: np.array(values) for name, values in history.items()}


@dataclass(frozen=True, eq=False)
class TwoRuns:
    """The same training in our network and in Keras, from the same weights, with the same batches.

    Attributes
    ----------
    rule : str
        The name of the optimizer.
    learning_rate, epochs : number
        The same for both; `epochs` is the number asked for.
    ours : Training
        The training of two networks: the same as in Keras, and one with initial weights a ten-millionth larger.
    theirs : dict of str to array of shape (epochs so far,)
        Keras's "loss" and "accuracy".
    worst : float
        The largest loss of a single example in our network, after any epoch.
    weights : list of arrays of shape (parameters,)
        Those of our network before the first epoch, and after each.
    """

    rule: str
    learning_rate: float
    epochs: int
    ours: Training
    theirs: dict
    worst: float
    weights: list

    @property
    def complete(self):
        """Whether Keras has finished, or its loss is no longer finite."""
        loss = self.theirs["loss"]
        return len(loss) == self.epochs or not np.isfinite(loss).all()

    @property
    def both(self):
        """The number of epochs that both have finished with finite losses."""
        losses = self.theirs["loss"], self.ours.history["loss"][:, 0]
        return min(int(np.argmin([*np.isfinite(loss), False])) for loss in losses)

    def apart(self, name="loss"):
        """Return the distance between Keras and ours in each epoch that both have finished, shape (both,)."""
        return np.abs(self.theirs[name] - self.ours.history[name][: len(self.theirs[name]), 0])[: self.both]

    def ends(self):
        """Return loss and accuracy of the last epoch as two tuples: in Keras, and in our network."""
        ours = {name: values[:, 0] for name, values in self.ours.history.items()}
        return [tuple(float(run[name][-1]) for name in NAMES[:2]) for run in (self.theirs, ours)]

    def spread(self):
        """Return the distance between our network and its nudged copy in each of these epochs, shape (both,)."""
        loss, nudged = self.ours.history["loss"].T
        return np.abs(nudged - loss)[: self.both]


def train_twice(trainer, rule, learning_rate, epochs):
    """Yield `TwoRuns` with our training, then with more and more epochs of the training by a `KerasTrainer`.

    Examples
    --------
    >>> from gdlesson import Network
    >>> from gdlesson.datasets import moons
    >>> network = Network((2, 4, 1))
    >>> *_, run = train_twice(KerasTrainer(network, network.start(), *moons()), "adam", 0.01, 2)
    >>> run.complete, bool(run.apart().max() < 1e-5)
    (True, True)
    """
    starts = trainer.start * [[1], [1 + NUDGE]]
    settings = rule, learning_rate, trainer.batch_size, epochs, 0, starts, False, None, {}
    worst, weights = 0.0, []
    for ours in by_epochs(trainer.network, trainer.x, trainer.y, *settings):
        z = trainer.network.logits(ours.p[0], trainer.x)
        worst = max(worst, float(cross_entropy_of(z, trainer.y).max()))
        weights.append(ours.p[0])
    theirs = {name: np.empty(0) for name in NAMES[:2]}
    run = TwoRuns(rule, learning_rate, epochs, ours, theirs, worst, weights)
    yield run
    for theirs in trainer.train(rule, learning_rate, epochs):
        run = replace(run, theirs=theirs)
        yield run
        if run.complete:
            return


def decimals(gaps):
    """Return to how many decimals numbers agree that are so far apart: from 0 to `MOST`.

    Examples
    --------
    >>> decimals(np.array([0.0, 1e-7, 0.001, 3.0])).tolist()
    [12.0, 7.0, 3.0, 0.0]
    """
    return np.round(np.clip(-np.log10(np.maximum(gaps, 10.0**-MOST)), 0, MOST), 9)


def epoch_words(run, epoch):
    """Return in words the losses after an epoch, and to how many decimals they agree, or how far they differ."""
    if not epoch:
        return f"{run.rule}: both begin with the same weights."
    ours, theirs = run.ours.history["loss"][epoch - 1, 0], run.theirs["loss"]
    begin = f"{run.rule}, epoch {epoch} of {run.epochs}: the loss is {ours:.8f} in our network"
    if epoch > len(theirs):
        return f"{begin}; Keras is not there yet."
    both = f"{begin} and {theirs[epoch - 1]:.8f} in Keras"
    if epoch > run.both:
        return f"{both}."
    gap = run.apart()[epoch - 1]
    alike = int(decimals(gap))
    return f"{both}; they {'agree to ' + count(alike, 'decimal') if alike else 'differ by ' + number(gap, 2)}."


def keras_verdict(run):
    """Return in words the result of `TwoRuns`, or how far they have come."""
    done = len(run.theirs["loss"])
    begin = f"{run.rule} at a learning rate of {number(run.learning_rate)}, in Keras and in our network."
    if not run.complete:
        under_way = (
            f"has finished {done} of {count(run.epochs, 'epoch')}" if done else "is preparing its training step"
        )
        return f"{begin} Keras {under_way} …"
    if run.both < done:
        whose = "of ours" if np.isfinite(run.theirs["loss"]).all() else "of Keras"
        return f"{begin} After {count(run.both, 'epoch')} the numbers {whose} become too large to store."
    theirs, ours = (f"a loss of {number(loss, 2)}, with {percent(part)} right" for loss, part in run.ends())
    end = f"both have {ours}" if ours == theirs else f"Keras has {theirs}; ours has {ours}"
    return f"{begin} After {count(done, 'epoch')} {end}. {how_far(run)}"


def how_far(run):
    """Return in words how far apart the two losses are, and why."""
    gaps, spread, differ = run.apart(), run.spread(), int(np.sum(run.apart("accuracy") > 1e-6))
    accuracy = f"differs in {count(differ, 'epoch')}" if differ else "is equal in every epoch"
    if gaps.max() < CLOSE:
        return f"The two losses are always less than {CLOSE:.5f} apart; the accuracy {accuracy}."
    words = f"The two losses come apart, by up to {number(gaps.max(), 2)}; the accuracy {accuracy}."
    stuck = len(run.theirs["loss"]) > 2 and np.ptp(run.theirs["loss"][-3:]) == 0
    cut = stuck or run.worst > LARGEST
    if cut:
        words += (
            " Keras counts any probability below 1e-07 as 1e-07. There its slope is 0, so it learns nothing; "
            "ours still does."
        )
    if spread.max() > gaps.max() / 100:
        words += (
            f" {'The rate is large, too' if cut else 'Blame the rate, not the program'}: our own network, started "
            f"with weights a ten-millionth larger, drifts away from itself by up to {number(spread.max(), 2)}."
        )
    return words
