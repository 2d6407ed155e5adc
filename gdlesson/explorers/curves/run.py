"""What a training's curves say about how it went; the words, and the numbers in them, are computed.

A fault is told by its trace in the curves (`signs`). Several causes can leave the same trace; where more is known
about a training than its curves (`facts`), that decides between them, and where it is not, the words name them all
and say how to find out (`faults`).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdlesson.explorers.curves.facts import GUESSING, Facts, facts_of
from gdlesson.explorers.curves.faults import FAULTS, FINDINGS
from gdlesson.explorers.curves.telling import joined, too_short
from gdlesson.explorers.curves.thresholds import JUMP, LEAST
from gdlesson.networks.curves import best_epoch, history_of, smooth

__all__ = ["GUESSING", "Reading", "diagnose"]


@dataclass(frozen=True, eq=False)
class Reading:
    """What the curves of one training show; made by `diagnose`, and shown as its words.

    Attributes
    ----------
    history : dict of str to array of shape (epochs,)
        The curves.
    facts : Facts
        What else is known about the training.
    """

    history: dict
    facts: Facts

    @property
    def loss(self):
        """On the training examples, of shape (epochs,)."""
        return self.history["loss"]

    @property
    def val_loss(self):
        """On the validation examples; without any, the training loss again."""
        return self.history.get("val_loss", self.loss)

    @property
    def validated(self):
        """Whether there were validation examples."""
        return "val_loss" in self.history

    @property
    def epochs(self):
        """How many epochs there were."""
        return len(self.loss)

    @property
    def scale(self):
        """The loss that others are compared with: of guessing, or where that is unknown, of the first epoch."""
        return self.facts.guessing or abs(float(self.loss[0])) or 1.0

    @cached_property
    def lost(self):
        """The first epoch, counted from 1, with a loss that is not finite; 0 if all are."""
        gone = np.flatnonzero(~(np.isfinite(self.loss) & np.isfinite(self.val_loss)))
        return int(gone[0]) + 1 if len(gone) else 0

    @cached_property
    def jumps(self):
        """The number of epochs in which the training loss jumped up."""
        return int(np.sum(np.diff(self.loss) > JUMP * self.scale))

    @cached_property
    def steady(self):
        """The fraction of epochs in which the training loss fell."""
        return float(np.mean(np.diff(self.loss) < 0))

    @cached_property
    def falls(self):
        """How much the training loss fell in the first fifth of the epochs, and in the last."""
        fifth = self.epochs // 5
        return float(self.loss[0] - self.loss[fifth]), float(self.loss[-fifth - 1] - self.loss[-1])

    @cached_property
    def moved(self):
        """How far the highest and the lowest loss are apart, training or validation, relative to the first."""
        return max(float(np.ptp(row) / abs(row[0] or 1)) for row in (self.loss, self.val_loss))

    @cached_property
    def best_epoch(self):
        """The epoch after which the validation loss was lowest."""
        return best_epoch(self.val_loss)

    @cached_property
    def best(self):
        """The lowest validation loss."""
        return float(self.val_loss[self.best_epoch - 1])

    @cached_property
    def calm(self):
        """The lowest validation loss after smoothing, so that a single lucky epoch does not count."""
        return float(np.min(smooth(self.val_loss, 0.6)))

    @cached_property
    def late(self):
        """Training and validation loss over the last tenth of the epochs (medians)."""
        tenth = max(self.epochs // 10, 1)
        return tuple(float(np.median(row[-tenth:])) for row in (self.loss, self.val_loss))

    @cached_property
    def fault(self):
        """The name of what was found, "healthy" included; "" for too few epochs to tell."""
        if self.epochs < LEAST and not self.lost:
            return ""
        return next(name for name, finding in FINDINGS.items() if finding.seen(self))

    @property
    def words(self):
        """The name of what was found, what shows it, and what to try, in a few sentences."""
        if not self.fault:
            return too_short(self)
        finding = FINDINGS[self.fault]
        name = self.fault.capitalize() + (f", or {finding.twin}" if finding.twin else "")
        return joined(f"{name}: {finding.trace(self)}", finding.advice(self))

    @property
    def trace(self):
        """What the fault has left behind in the curves, without its name; "" if there is none."""
        return "" if self.fault in ("", "healthy") else FINDINGS[self.fault].trace(self)

    def against(self, claim):
        """Return in words what in the curves speaks against a fault, or against "healthy"; "" if it is that."""
        if claim == self.fault:
            return ""
        return FAULTS[claim].against(self) if claim in FAULTS else self.trace

    def __repr__(self):
        return self.words


def diagnose(training, x=None, y=None):
    """Say what went wrong in a training, if anything, from its curves.

    Parameters
    ----------
    training : Training, keras.callbacks.History, LiveCurves, or dict
        Anything that has a `history`, or is one: "loss", and "val_loss" if there are validation examples. Without
        these, overfitting and shuffled labels cannot be seen.
    x, y : arrays of shape (n, inputs) and (n,), optional
        The inputs and labels that it learned from. A training of `gdlesson.train` has kept them; Keras does not,
        so there they tell more: `diagnose(fit, x, y)`. With y its loss is compared with that of guessing, with x
        unscaled inputs and layers that pass nothing on are found. Without y all labels are taken to be equally
        frequent, and the words say so wherever it matters.

    Returns
    -------
    Reading
        Its `words` say what is seen, what may have caused it, and what to try. Its `fault` is one of "rate too
        large", "dead start", "rate too small", "shuffled labels", "overfitting", "healthy"; of those that lesson
        14 has no exercise about, "not a number", "inputs not scaled", "only one label", "stuck near guessing" and
        "underfitting or noise"; or "" for fewer than 10 epochs.

    Raises
    ------
    TypeError, ValueError
        This is not the history of one run, it has no epoch, or x or y are not arrays of numbers.

    Examples
    --------
    >>> diagnose({"loss": [0.5, 0.9, 0.4, 1.0] * 5})  # doctest: +ELLIPSIS
    Rate too large: the training loss jumps up by more than 0.05 in 10 of 20 epochs. Try a rate 10 ...
    """
    history = history_of(training)
    if not len(history["loss"]):
        raise ValueError("there is no epoch in this history yet")
    return Reading(history, facts_of(training, history, x, y))
