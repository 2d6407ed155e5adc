"""A run over the plane, seen along its main directions: across a valley, where it is steep, and along it.

The main directions are those of the curvature, the eigenvectors of the Hessian.
"""

import numpy as np

from gdlesson.regimes import bends
from gdlesson.verdicts import number, rate, verdict


def main_directions(f, x):
    """Return the curvatures of f at a point and its main directions as rows, the steepest first."""
    values, columns = bends(f, np.asarray(x, dtype=float))
    order = np.argsort(-values)
    return values[order], columns.T[order]


def aim(run):
    """Return the known minimum that is nearest to the end of a run; where none is known, the end itself."""
    known = run.function.known_minima
    if known is None or not len(known):
        return run.x
    return np.asarray(min(known, key=lambda point: np.linalg.norm(point - run.x)), dtype=float)


def errors_along(run):
    """Return how far each point of a run is from its aim, across the valley and along it: shape (2, nit + 1).

    An error that is lost in the rounding of the other one is nan.
    """
    goal = aim(run)
    errors = np.abs(main_directions(run.function, goal)[1] @ (run.path - goal).T)
    return np.where(errors < 1e-12 * errors.max(axis=0), np.nan, errors)


def plane_verdict(run):
    """Return the verdict on a run over the plane; on a bowl, also what each step does to the errors.

    Examples
    --------
    >>> from gdlesson import bowl, descend
    >>> words = plane_verdict(descend(bowl(10), [1, 1], 0.18))
    >>> words.split(": ")[-1]
    'across it falls faster.'
    """
    return " ".join(filter(None, [verdict(run), factors(run)]))


def factors(run):
    """Return by what each step of plain descent multiplies the errors; "" where curvatures are not constant."""
    if run.optimizer or run.regime == "still":
        return ""
    (steep, flat), _ = main_directions(run.function, run.path[0])
    for point in (run.path[len(run.path) // 2], run.x):
        if not np.allclose(main_directions(run.function, point)[0], (steep, flat), rtol=1e-5):
            return ""
    across, along = (round(1 - run.learning_rate * bend, 9) for bend in (steep, flat))
    if abs(abs(across) - abs(along)) < 1e-6:
        end = "both fall equally fast" if abs(along) < 1 else "neither falls"
    elif abs(across) == 1:
        end = "across it never falls"
    elif max(abs(across), abs(along)) > 1:
        end = f"{'across' if abs(across) > abs(along) else 'along'} it grows"
    else:
        end = f"{'across' if abs(across) < abs(along) else 'along'} it falls faster"
    step = rate(run)
    return (
        f"Each step multiplies the error across the valley by 1 − {step}·{number(steep)} = {number(across)}, "
        f"along it by 1 − {step}·{number(flat)} = {number(along)}: {end}."
    )
