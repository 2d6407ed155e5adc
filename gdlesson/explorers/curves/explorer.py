"""The curves of finished trainings, with controls for smoothing and the loss axis: `explore_curves`."""

from dataclasses import dataclass

import numpy as np

from gdlesson.checks import checked_within
from gdlesson.explorers.curves.finished import FinishedPicture
from gdlesson.explorers.curves.run import Reading, diagnose
from gdlesson.live.controls import Control, choice_control, number_control
from gdlesson.live.stepwise import Stepwise
from gdlesson.networks.curves import smooth
from gdlesson.networks.training import Training
from gdlesson.words import number

AXES = {"linear": False, "logarithmic": True}
MOST = 0.99  # the largest smoothing


@dataclass(frozen=True, eq=False)
class Shown:
    """What was read from a training, and how it is shown: `smoothing` from 0 to 0.99, `log` for the loss axis.

    `training` is there if it has a network that can be shown.
    """

    name: str
    reading: Reading
    training: Training | None
    smoothing: float
    log: bool

    @property
    def history(self):
        """The curves that are shown."""
        return self.reading.history

    @property
    def moments(self):
        """The epochs through which it can be played: those whose parameters are known, or else all."""
        return self.training.moments if self.training else range(self.reading.epochs + 1)


class CurvesExplorer(Stepwise):
    """The curves of finished trainings; created by `explore_curves`."""

    training, smoothing, axis = Control(), Control(), Control()

    def __init__(self, readings, trainings, smoothing):
        self.readings, self.trainings = readings, trainings
        controls = {
            "training": choice_control("training", list(readings), next(iter(readings))),
            "smoothing": number_control("smoothing", smoothing, 0.0, MOST, 0.01),
            "axis": choice_control("loss axis", AXES, False),
        }
        super().__init__(controls, self.choose, shown_words, FinishedPicture(trainings))

    def arrange(self):
        """Return the controls in rows, and the player of the epochs below them."""
        return self.above_picture(["training"], ["smoothing", "axis"], [self.player])

    def choose(self, training, smoothing, axis):
        """Return the chosen history, and how it is shown."""
        return Shown(training, self.readings[training], self.trainings.get(training), smoothing, axis)

    def last_step(self, run):
        """Return how many steps the player takes: epochs, or every few of them."""
        return len(run.moments) - 1

    def at_step(self, run, step):
        """Return in words how good the network was after an epoch."""
        epoch = run.moments[step]
        if not epoch:
            return "Before the first epoch."
        losses = {"training": "loss", "validation": "val_loss"}
        told = [
            f"{who} {loss_words(run.history[key][epoch - 1])}" for who, key in losses.items() if key in run.history
        ]
        return f"After epoch {epoch} of {run.reading.epochs}: loss in {' and in '.join(told)}."


def shown_words(run):
    """Return in words what a history shows, and what smoothing does to its last number."""
    words = run.reading.words
    name = "val_loss" if "val_loss" in run.history else "loss"
    row = run.history[name]
    if not run.smoothing or not np.isfinite(row[-1]):  # a loss that is no number is not drawn, smoothed or not
        return words
    return (
        f"{words} The last {'validation' if name == 'val_loss' else 'training'} loss is {number(row[-1], 2)}; "
        f"smoothed by {number(run.smoothing, 2)} it is drawn at {number(smooth(row, run.smoothing)[-1], 2)}."
    )


def loss_words(loss):
    """Return in words a loss, which may be no number after a training that exploded."""
    return number(loss, 2) if np.isfinite(loss) else "not a number" if np.isnan(loss) else "infinite"


def explore_curves(trainings, smoothing=0.0):
    """Return an explorer of the curves of finished trainings, with controls for smoothing and for the loss axis.

    Parameters
    ----------
    trainings : Training, keras.callbacks.History, LiveCurves or history; or a dict from names to any of these
        If there are several, one can be chosen by name. Of a `Training` by `gdlesson.train` with two inputs, the
        answers of its network are drawn, too.
    smoothing : float
        The initial position of its slider, from 0 to 0.99. The original curves stay visible behind.

    Returns
    -------
    CurvesExplorer
        With controls `training`, `smoothing` and `axis`, "linear" or "logarithmic"; its `run` has a `history`.

    Raises
    ------
    TypeError, ValueError
        There is no history, a history has no epochs, or the smoothing is out of range.

    Examples
    --------
    >>> lab = explore_curves({"loss": [0.693] * 20}, smoothing=0.6)
    >>> lab.axis = "logarithmic"
    >>> lab.run.log
    True
    >>> print(lab.verdict[:42])
    Dead start: the loss stays exactly at 0.69
    """
    several = isinstance(trainings, dict) and "loss" not in trainings
    named = {str(name): each for name, each in (trainings if several else {"": trainings}).items()}
    readings = {name: diagnose(each) for name, each in named.items()}
    if not readings:
        raise ValueError("at least one training is needed, got an empty dict")
    planes = {name: run for name, run in named.items() if has_plane(run)}
    return CurvesExplorer(readings, planes, checked_within("smoothing", smoothing, 0.0, MOST))


def has_plane(training):
    """Return whether this is a training of our own network with two inputs, whose answers can be drawn."""
    return isinstance(training, Training) and bool(training.examples) and training.network.sizes[0] == 2
