"""What the frames of a movie show: the steps of a run, or the positions of a slider."""

from collections import namedtuple

import numpy as np

from gdlesson.checks import shown
from gdlesson.live.controls import numbers, positions
from gdlesson.words import number

Scene = namedtuple("Scene", "values run before")  # of the controls; what to draw for them; words before the others


def scenes_of(explorer, of, frames):
    """Return the number of scenes, at most `frames`, and an iterator over them.

    Parameters
    ----------
    explorer : Explorer
        What the movie is about; none of its controls moves.
    of : str or None
        The slider that goes through its range; None for the steps of the run.
    frames : int
        The largest number of scenes, 2 or more.

    Raises
    ------
    ValueError
        There is no such slider, or no scene at one of its positions.
    """
    step = explorer.steps or "step"
    of = step if of is None else of
    sliders = numbers(explorer.controls)
    if of not in sliders:
        raise ValueError(f"of must be the slider that moves, one of {', '.join(sliders)}; got {shown(of)}")
    control = explorer.controls[of]
    places = spread(frames, int(control.low), int(control.high)) if of == step else stops(control, frames)
    return len(places), (scene(explorer, of, place, of != step) for place in places)


def scene(explorer, name, place, says):
    """Return the scene for a slider at a place; if it `says` so, its words begin with the place."""
    values = explorer.values() | {name: place}
    if name != explorer.steps and explorer.steps:
        values[explorer.steps] = None  # all steps of another run, as on the page
    at = f"{explorer.controls[name].label} = {number(place)}"
    try:
        run = explorer.run_at(values)
    except (Exception, SystemExit) as error:
        raise ValueError(f"there is no picture at {at}: {error}") from error
    return Scene(values, run, f"{at}\n" if says else "")


def stops(control, count):
    """Return values along a slider, including both ends, at most `count`, in few digits."""
    places = positions(control, count)
    if not control.whole:
        places = [float(f"{place:.3g}") if control.logarithmic else control.nearest(place) for place in places]
    return list(dict.fromkeys(places))


def spread(count, low, high):
    """Return at most `count` steps from `low` to `high`: the first ones one by one, then in longer strides."""
    count = min(count, high - low + 1)
    nth = np.arange(count)
    wide = np.round((high - low + 1) ** (nth / max(1, count - 1)) - 1).astype(int)
    return (low + nth + np.maximum.accumulate(wide - nth)).tolist()
