"""What ails a training, told from its curves alone; the words, and the numbers in them, are computed.

Five faults leave five different traces. Where none of them is seen, the training is healthy.

- rate too large: the training loss jumps up again and again, goes uphill, or is no number any more;
- dead start: the loss stays where it was from the first epoch on;
- rate too small: the loss falls steadily, and at the end still nearly as fast as at the beginning;
- shuffled labels: the training loss falls, perhaps not far, but validation never gets better than guessing;
- overfitting: the validation loss turns up, while the training loss goes on down.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdlesson.explorers.curves.faults import FAULTS, LEAST, healthy, too_short
from gdlesson.networks.curves import best_epoch, history_of, smooth

GUESSING = float(np.log(2))  # the loss of whoever always says one half


@dataclass(frozen=True, eq=False)
class Reading:
    """What the curves of one training show; made by `diagnose`, and shown as its words.

    Attributes
    ----------
    loss : array of shape (epochs,)
        On the training examples.
    val_loss : array of shape (epochs,)
        On the validation examples; where there are none, the training loss once more.
    guessing : float
        The loss of whoever always says the same probability.
    """

    loss: np.ndarray
    val_loss: np.ndarray
    guessing: float

    @property
    def epochs(self):
        """How many epochs there were."""
        return len(self.loss)

    @cached_property
    def lost(self):
        """The first epoch, counted from 1, with a loss that is no finite number; 0 where all are."""
        gone = np.flatnonzero(~(np.isfinite(self.loss) & np.isfinite(self.val_loss)))
        return int(gone[0]) + 1 if len(gone) else 0

    @cached_property
    def jumps(self):
        """In how many epochs the training loss rose by more than a tenth of what guessing loses."""
        return int(np.sum(np.diff(self.loss) > 0.1 * self.guessing))

    @cached_property
    def steady(self):
        """In which part of the epochs the training loss fell."""
        return float(np.mean(np.diff(self.loss) < 0))

    @cached_property
    def falls(self):
        """By how much the training loss fell in the first fifth of the epochs, and in the last."""
        fifth = self.epochs // 5
        return float(self.loss[0] - self.loss[fifth]), float(self.loss[-fifth - 1] - self.loss[-1])

    @cached_property
    def moved(self):
        """How far the highest and the lowest loss lie apart, training or validation, in parts of the first one."""
        return max(float(np.ptp(row) / abs(row[0] or 1)) for row in (self.loss, self.val_loss))

    @cached_property
    def best_epoch(self):
        """After which epoch the validation loss was lowest."""
        return best_epoch(self.val_loss)

    @cached_property
    def best(self):
        """The lowest validation loss."""
        return float(self.val_loss[self.best_epoch - 1])

    @cached_property
    def calm(self):
        """The lowest validation loss once it is smoothed: a single lucky epoch is not seen in it."""
        return float(np.min(smooth(self.val_loss, 0.6)))

    @cached_property
    def late(self):
        """Training and validation loss of the last tenth of the epochs, the one in the middle."""
        tenth = max(self.epochs // 10, 1)
        return tuple(float(np.median(row[-tenth:])) for row in (self.loss, self.val_loss))

    @cached_property
    def fault(self):
        """Which of `FAULTS` it is, or "healthy"; "" where there are too few epochs to tell."""
        if self.epochs < LEAST and not self.lost:
            return ""
        return next((name for name, (shown, _, _) in FAULTS.items() if shown(self)), "healthy")

    @property
    def words(self):
        """What is seen, in one or two sentences, with the name of the fault before it."""
        if self.fault in FAULTS:
            return f"{self.fault.capitalize()}: {self.trace}"
        return healthy(self) if self.fault else too_short(self)

    @property
    def trace(self):
        """What the fault has left behind in the curves, without its name; "" where there is none."""
        return FAULTS[self.fault][1](self) if self.fault in FAULTS else ""

    def against(self, claim):
        """Return in words what in the curves speaks against a fault, or against "healthy"; "" where it is that."""
        if claim == self.fault:
            return ""
        return FAULTS[claim][2](self) if claim in FAULTS else self.trace

    def __repr__(self):
        return self.words


def diagnose(training, guessing=GUESSING):
    """Tell from its curves what ails a training.

    Parameters
    ----------
    training : Training, keras.callbacks.History, LiveCurves, or dict
        Whatever has a `history`, or is one: "loss", and "val_loss" where there are validation examples. Without
        these, overfitting and shuffled labels cannot be seen.
    guessing : float
        The loss of whoever always says the same probability; left out, that of one half, log 2.

    Returns
    -------
    Reading
        Its `fault` is one of "rate too large", "dead start", "rate too small", "shuffled labels", "overfitting",
        "healthy", or "" for fewer than 10 epochs; its `words` tell by what this is seen.

    Raises
    ------
    TypeError, ValueError
        This is no history of one run, or it has no epoch.

    Examples
    --------
    >>> diagnose({"loss": [0.693] * 20})
    Dead start: the loss stays at 0.69 from the first epoch to the last; nothing is learnt.
    """
    history = history_of(training)
    if not len(history["loss"]):
        raise ValueError("there is no epoch in this history yet")
    if not (np.ndim(guessing) == 0 and 0 < guessing < np.inf):
        raise ValueError(f"guessing must be a loss above 0, got {guessing}")
    loss = history["loss"]
    return Reading(loss, history.get("val_loss", loss), float(guessing))
