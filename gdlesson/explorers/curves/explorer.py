"""The curves of finished trainings, with controls for smoothing and for the loss axis: `explore_curves`."""

from dataclasses import dataclass

from gdlesson.checks import checked_within
from gdlesson.explorers.curves.picture import CurvesPicture
from gdlesson.explorers.curves.run import Reading, diagnose
from gdlesson.live.controls import Control, choice_control, number_control
from gdlesson.live.explorer import Explorer
from gdlesson.networks.curves import smooth
from gdlesson.words import number

AXES = {"linear": False, "logarithmic": True}
MOST = 0.99  # the largest smoothing


@dataclass(frozen=True, eq=False)
class Shown:
    """What was read from a training, and how it is shown: `smoothing` from 0 to 0.99, `log` for the loss axis."""

    name: str
    reading: Reading
    smoothing: float
    log: bool

    @property
    def history(self):
        """The curves that are shown."""
        return self.reading.history


class ShownPicture(CurvesPicture):
    """The picture of what is `Shown`."""

    def show(self, run):
        """Show a history; return its frame."""
        return super().show(run.history, len(run.history["loss"]), run.smoothing, run.log)


class CurvesExplorer(Explorer):
    """The curves of finished trainings; created by `explore_curves`."""

    training, smoothing, axis = Control(), Control(), Control()
    layout = [["training"], ["smoothing", "axis"]]

    def __init__(self, readings, smoothing):
        self.readings = readings
        controls = {
            "training": choice_control("training", list(readings), next(iter(readings))),
            "smoothing": number_control("smoothing", smoothing, 0.0, MOST, 0.01),
            "axis": choice_control("loss axis", AXES, False),
        }
        super().__init__(controls, self.choose, shown_words, ShownPicture())

    def choose(self, training, smoothing, axis):
        """Return the chosen history, and how it is shown."""
        return Shown(training, self.readings[training], smoothing, axis)


def shown_words(run):
    """Return in words what a history shows, and what smoothing does to its last number."""
    words = run.reading.words
    if not run.smoothing:
        return words
    name = "val_loss" if "val_loss" in run.history else "loss"
    row = run.history[name]
    return (
        f"{words} The last {'validation' if name == 'val_loss' else 'training'} loss is {number(row[-1], 2)}; "
        f"smoothed by {number(run.smoothing, 2)} it is drawn at {number(smooth(row, run.smoothing)[-1], 2)}."
    )


def explore_curves(trainings, smoothing=0.0):
    """Return an explorer of the curves of finished trainings, with controls for smoothing and for the loss axis.

    Parameters
    ----------
    trainings : Training, keras.callbacks.History, LiveCurves or history; or a dict from names to any of these
        If there are several, one can be chosen by name.
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
    readings = {str(name): diagnose(each) for name, each in (trainings if several else {"": trainings}).items()}
    if not readings:
        raise ValueError("at least one training is needed, got an empty dict")
    return CurvesExplorer(readings, checked_within("smoothing", smoothing, 0.0, MOST))
