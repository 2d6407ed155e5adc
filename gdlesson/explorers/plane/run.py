"""A run in the plane, split along the principal directions: across a valley, where it is steep, and along it.

The principal directions are the eigenvectors of the Hessian, and its eigenvalues are the curvatures.
"""

from dataclasses import replace

import numpy as np

from gdlesson.calculus import main_curvatures
from gdlesson.verdicts import NARROW, verdict
from gdlesson.words import apart, count, message, number, rate

LINE = "slope", "intercept"  # the axes of the loss of a line
HOPELESS = 1e12  # from such a condition number on, floats cannot tell the way along a valley


def over_view(f, count):
    """Return a grid of count × count points over the view of f, as an array of shape (2, count, count)."""
    return np.stack(np.meshgrid(*(np.linspace(*ends, count) for ends in f.view)))


def rounding_floor(first, lowest=0.0):
    """Return how close to the lowest loss others count as equal to it, because below that rounding decides.

    This is 10⁻¹², or, where the first loss is less than 1 above the lowest, 10⁻¹² of that; but at least a few
    times the distance between the lowest loss and the next float.

    Examples
    --------
    >>> rounding_floor(24.0), rounding_floor(0.5)
    (1e-12, 5e-13)
    """
    part = min(1.0, float(first)) if first > 0 else 1.0
    return max(1e-12 * part, 4 * float(np.spacing(abs(lowest))))


def main_directions(f, x):
    """Return the curvatures of f at a point, shape (2,), and its principal directions as rows, steepest first."""
    values, columns = main_curvatures(f, np.asarray(x, dtype=float))
    order = np.argsort(-values)
    return values[order], columns.T[order]


def known_minima(f):
    """Return the known minima of a function of points as an array of shape (n, 2); n is 0 if none is known."""
    known = [] if f.known_minima is None else f.known_minima
    if any(np.shape(point) != (2,) for point in known):
        raise ValueError(f"the minima of {f.name} must be points, as in minima=[(x, y)], got {known}")
    return np.reshape(known, (-1, 2)).astype(float)


def distances_along(run):
    """Return the distance of each point of a run from the minimum, across the valley and along it.

    Returns
    -------
    array of shape (2, nit + 1)
        Measured from the known minimum nearest to the last point. A distance smaller than the rounding error of
        the other one is nan.

    Raises
    ------
    ValueError
        No minimum of the function is known.
    """
    goal = nearest_minimum(run)
    distances = np.abs(main_directions(run.function, goal)[1] @ (run.path - goal).T)
    return np.where(distances < 1e-12 * distances.max(axis=0), np.nan, distances)


def nearest_minimum(run):
    """Return the known minimum nearest to the last point of a run; a ValueError if none is known."""
    known = known_minima(run.function)
    if not len(known):
        raise ValueError(f"no minimum of {run.function.name} is known: Function(f, ..., minima=[(x, y)])")
    return min(known, key=lambda point: np.linalg.norm(point - run.x))


def is_round(steep, flat):
    """Return whether two curvatures are the same: then no direction is special."""
    return steep - flat < 1e-6 * steep


def plane_verdict(run):
    """Return the verdict on a run in the plane; on a bowl, also what each step does to the distances.

    Examples
    --------
    >>> from gdlesson import bowl, descend
    >>> run = descend(bowl(10), [1, 1], 0.18)
    >>> plane_verdict(run).split(". ")[0]
    'Zigzags, then settles: 55 steps to x = (1.8187e-05, −4.6768e-06)'
    >>> factors(run).removeprefix("Each step multiplies the distance ")
    'by 1 − 0.18·10 = −0.8 across the valley, by 1 − 0.18·1 = 0.82 along it (slower).'
    """
    helps = "" if run.success else standardizing(run.function)
    if helps and is_lost(run):
        where = f"after {count(run.nit, 'step')} it is at x = {number(run.x)}, and the minimum is at "
        narrow = f"The valley is too narrow for descent: its condition number is above {HOPELESS:g}."
        return f"Far from the minimum: {where}{number(known_minima(run.function)[0])}. {narrow} {helps}"
    said = verdict(run)
    if helps and "condition number" not in said:
        helps = f"The valley's condition number is {number(condition_of(run.function), 2)}. {helps}"
    return " ".join(filter(None, [said, factors(run), helps]))


def honest(run):
    """Return a run, without its success if it ends beside the minimum of the loss of a line.

    In a very narrow valley slopes and losses have too few digits to tell; but here the minimum is known.
    """
    if not run.success or run.function.axes != LINE or is_near(run):
        return run
    failed = replace(run, success=False)
    return replace(failed, message=message(failed))


def is_near(run):
    """Return whether a run on the loss of a line ends within a hundredth of the view from the minimum."""
    away = np.abs(run.x - known_minima(run.function)[0])
    return bool((away < 0.01 * np.ptp(run.function.view, axis=1)).all())


def is_lost(run):
    """Return whether a run on the loss of a line ends beside the minimum, where digits do not suffice to judge."""
    return run.regime != "diverging" and condition_of(run.function) > HOPELESS and not is_near(run)


def condition_of(f):
    """Return the condition number of the loss of a line."""
    steep, flat = main_directions(f, known_minima(f)[0])[0]
    return steep / flat if flat > 0 else np.inf


def standardizing(f):
    """Return what makes a bowl round if f is the loss of a line with a narrow one, else ""."""
    if f.axes != LINE or condition_of(f) < NARROW:
        return ""
    return "Taking (x − x.mean()) / x.std() in place of x makes this valley round."


def step_words(run, step):
    """Return in words where a run is after `step` steps, and what the next one will be.

    Examples
    --------
    >>> from gdlesson import bowl, descend
    >>> step_words(descend(bowl(10), [3, 1], 0.18), 0)
    'Step 0 of 57: at (3, 1) the loss is 9.5 and the gradient (3, 10). The next step is (−0.54, −1.8).'
    """
    x = run.path[step]
    slope = run.function.gradient(x)
    leads = (run.path[step + 1] if step < run.nit else run.ahead) - x
    here, slope, leads = (number(part, 4) for part in (x, slope, leads))
    found = f"the loss is {number(run.losses[step], 4)} and the gradient {slope}"
    return f"Step {step} of {run.nit}: at {here} {found}. The next step is {leads}."


def factors(run):
    """Return in words by what each step of plain descent multiplies the distances, or "" if that varies."""
    if run.optimizer or run.regime == "still":
        return ""
    found = [main_directions(run.function, point)[0] for point in (run.path[0], run.path[run.nit // 2], run.x)]
    steep, flat = found[0]
    if not (flat > 1e-6 * steep and np.allclose(found, found[0], rtol=1e-5)):
        return ""
    across, along = (1 - float(f"{run.learning_rate * bend:.9g}") for bend in (steep, flat))
    by_across, by_along = product(run, steep, across), product(run, flat, along)
    if is_round(steep, flat):
        return f"Each step multiplies the distance by {by_across}, whatever its direction."
    sizes = [abs(across), abs(along)]
    if sizes[0] > 1 >= sizes[1]:
        return f"Each step multiplies the distance across the valley by {by_across}."
    differ = abs(sizes[0] - sizes[1]) >= 1e-6
    across_is, along_is = (" (slower)" if differ and size == max(sizes) < 1 else "" for size in sizes)
    words = f"by {by_across} across the valley{across_is}, by {by_along} along it{along_is}"
    return f"Each step multiplies the distance {words}."


def product(run, bend, factor):
    """Return a factor as "1 − 0.18·10 = −0.8"; −1.00004 is not rounded to −1."""
    shown = apart(factor, np.sign(factor)) if number(abs(factor)) == "1" else number(round(factor, 9))
    return f"1 − {rate(run)}·{number(bend)} = {shown}"
