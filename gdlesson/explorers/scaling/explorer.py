"""Inputs that are scaled under a slider, and the valley that becomes a bowl: `explore_scaling`."""

from dataclasses import dataclass

from gdlesson.checks import checked_within
from gdlesson.datasets import houses, hubble_data
from gdlesson.datasets.points import checked_points
from gdlesson.explorers.scaling.picture import ScalingPicture
from gdlesson.explorers.scaling.run import STEPS, Scaled, scaling_verdict
from gdlesson.live.controls import Control, choice_control, number_control
from gdlesson.live.played import Played

AXES = {"houses": ("size in m²", "price in thousands"), "galaxies": ("distance in Mpc", "velocity in 100 km/s")}


@dataclass(frozen=True, eq=False)
class Named(Scaled):
    """A run on data that have a name."""

    name: str = ""


class ScalingExplorer(Played):
    """A line, and its inputs scaled in part; created by `explore_scaling`. The player fits the line."""

    data, scaling = Control(), Control()
    ahead = ["scaling", "step"]

    def __init__(self, sets, axes, scaling):
        self.sets = sets
        controls = {
            "data": choice_control("data", list(sets), next(iter(sets)), 15),
            "scaling": number_control("scaling", scaling, 0.0, 1.0, 0.02),
        }
        super().__init__(controls, self.scaled, scaling_verdict, ScalingPicture(sets, axes), STEPS)

    def arrange(self):
        """Return the controls in a row, with the player of the steps."""
        return self.above_picture(["data", "scaling"], [self.player])

    def scaled(self, data, scaling, step):
        """Return the run of the controls' values."""
        return Named(*self.sets[data], scaling, step, data)


def explore_scaling(x=None, y=None, scaling=0.0, xlabel="x", ylabel="y"):
    """Return an explorer of how scaled inputs turn the narrow valley of a line's loss into a bowl.

    Parameters
    ----------
    x, y : sequences of n numbers, optional
        Your own data, in any unit. By default made-up houses (size and price) and Hubble's galaxies can be chosen.
    scaling : float
        From 0, raw inputs, to 1, inputs of mean 0 and deviation 1.
    xlabel, ylabel : str
        What your data are.

    Returns
    -------
    ScalingExplorer
        With controls `data`, `scaling`, and `step`, the steps of a run at the best rate (0 to 30).

    Raises
    ------
    TypeError, ValueError
        x and y are not finite numbers, of the same length, with two different x; or scaling is not from 0 to 1.

    Examples
    --------
    >>> lab = explore_scaling()
    >>> lab.scaling = 1
    >>> lab.verdict[:28]
    'Standardized inputs: κ = 1. '
    """
    scaling = checked_within("scaling", scaling, 0.0, 1.0)
    if x is None and y is None:
        return ScalingExplorer({"houses": houses(), "galaxies": hubble_data()}, AXES, scaling)
    return ScalingExplorer({"your data": checked_points(x, y)}, {"your data": (xlabel, ylabel)}, scaling)
