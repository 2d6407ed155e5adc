"""The still picture of one run: `picture`."""

import numpy as np

from gdlesson.checks import checked_count, shown
from gdlesson.descent import Descent
from gdlesson.explorers.descent.picture import DescentPicture
from gdlesson.explorers.plane.picture import PlanePicture
from gdlesson.explorers.plane.run import plane_verdict
from gdlesson.live.drawing import Picture
from gdlesson.verdicts import verdict


def picture(run, step=None):
    """Return the still picture of a run, with its verdict in words.

    Parameters
    ----------
    run : Descent
        A run of `descend` on a function of one variable, or of points (x, y) with a view of both axes.
    step : int, optional
        Show only the first `step` steps.

    Raises
    ------
    TypeError, ValueError
        This is no run, the step is not a whole number, 0 or more, or the function takes more variables, or points
        without such a view.
    """
    if not isinstance(run, Descent):
        raise TypeError(f"picture() draws a run that descend returned, got {shown(run)}")
    if np.ndim(run.x) and not (len(run.x) == run.function.dimensions == 2):
        wanted = "or of points (x, y): Function(f, view=((-5, 5), (-5, 5)))"
        raise ValueError(f"picture() draws functions of one variable, {wanted}; this run has {len(run.x)}")
    draw, words = (PlanePicture, plane_verdict) if np.ndim(run.x) else (DescentPicture, verdict)
    drawn = draw(run.function, max(500, run.nit))
    drawn.show(run, None if step is None else checked_count("step", step))
    return Picture(drawn.figure, words(run))
