"""A run of an optimizer with its memory at each step, and a verdict on it in words."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gdlesson.calculus import length
from gdlesson.checks import checked_count, checked_number, checked_start
from gdlesson.descent import quiet
from gdlesson.explorers.plane.run import over_view, rounding_floor
from gdlesson.functions import Function, as_function
from gdlesson.optimizers import adam, gradient_descent
from gdlesson.rulecheck import checked_rule, memory_of, name_of, names_of_parts
from gdlesson.words import number

ABOVE = " above the minimum"
LATE = 10**9  # a step number so large that every βᵗ is 0, and the bias correction is 1


@dataclass(frozen=True, eq=False)
class Adaptation:
    """One run of an optimizer with its memory; n is the number of steps.

    Attributes
    ----------
    path, slopes, steps : arrays of shape (n + 1,) or (n + 1, 2)
        The points, the gradient at each, and the step from each to the next; the last step was not taken.
    losses : array of shape (n + 1,)
        The loss at each point.
    memories : dict of str to array with first axis n + 1
        By name, what the rule remembers when it takes the step from each point, including the gradient there.
    plain : array of shape (n + 1,)
        The losses of plain gradient descent from the same start at the same rate; its n may be another one.
    at : int
        The index of the current point.
    wanted : int
        The number of steps asked for; n is smaller if the run overflows.
    function, rule, learning_rate, corrected, settings
        What the run was made with.
    """

    function: Function
    rule: Callable
    learning_rate: float
    corrected: bool
    settings: dict
    wanted: int
    at: int
    path: np.ndarray
    losses: np.ndarray
    slopes: np.ndarray
    steps: np.ndarray
    memories: dict
    plain: np.ndarray

    @property
    def name(self):
        """The name of the rule."""
        return name_of(self.rule)

    def looked_at(self, at):
        """Return the same run with another current point: the last one, if the run is shorter."""
        return replace(self, at=min(at, len(self.path) - 1))

    @property
    def mean(self):
        """The mean gradient that the rule follows, or its velocity in these units; None if there is neither."""
        if "velocity" in self.memories:
            with np.errstate(all="ignore"):
                return -self.memories["velocity"] / self.learning_rate
        return self.memories.get("m")

    @property
    def size(self):
        """The size of the gradients that the rule divides by, √v for most; None if there is none."""
        for name in ("v", "accumulator", "n"):
            if name in self.memories:
                return np.sqrt(np.abs(self.memories[name]))
        return self.memories.get("u")  # adamax: this is a size already


def adapt(f, start, learning_rate, steps=100, rule=adam, corrected=True, at=0, **settings):
    """Minimize f with a rule, and record its memory at every step.

    Parameters
    ----------
    f : callable
        A function of one variable, or of points (x, y).
    start : float or array of shape (n,)
        Where to start.
    learning_rate : float
        Finite, not negative.
    steps : int
        The number of steps; fewer if the run overflows.
    rule, **settings
        As `optimizer` and its settings for `descend`.
    corrected : bool
        With bias correction. Without it, the rule gets 10⁹ as the number of each step: then every βᵗ is 0, and
        dividing by 1 − βᵗ changes nothing.
    at : int
        The index of the current point; the last point if the run is shorter.

    Returns
    -------
    Adaptation
        The run, point by point.

    Raises
    ------
    TypeError, ValueError
        An argument is invalid, or f has no finite value at the start.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> run = adapt(quadratic([-3, -2, 3]), start=8.0, learning_rate=0.1, steps=2)
    >>> run.slopes.round(2).tolist(), run.memories["m"].round(2).tolist()
    ([46.0, 45.4, 44.8], [4.6, 8.68, 12.29])
    >>> run.path.round(3).tolist()
    [8.0, 7.9, 7.8]
    """
    f = as_function(f)
    x, learning_rate = checked_start(f, start), checked_number("learning_rate", learning_rate)
    steps, at = checked_count("steps", steps), checked_count("at", at)
    rule = checked_rule(rule, x, settings)
    given = settings | {"learning_rate": learning_rate}
    path, slopes, strides, *memories = zip(*trace(f, rule, x, steps, corrected, given), strict=True)
    plain = [x for x, *_ in trace(f, gradient_descent, x, steps, True, {"learning_rate": learning_rate})]
    losses, plain = ([quiet(f)(x) for x in points] for points in (path, plain))
    run = {"path": path, "slopes": slopes, "steps": strides, "losses": losses, "plain": plain}
    return Adaptation(
        function=f,
        rule=rule,
        learning_rate=learning_rate,
        corrected=bool(corrected),
        settings=settings,
        wanted=steps,
        at=min(at, len(path) - 1),
        **{name: np.array(part, dtype=float) for name, part in run.items()},
        memories={
            name: np.array(part, dtype=float)
            for name, part in zip(names_of_parts(memory_of(rule, settings), len(memories)), memories, strict=True)
        },
    )


def trace(f, rule, x, steps, corrected, settings):
    """Yield each point, its gradient, the step from it and the memory in that step, while everything is finite."""
    memory, slope, loss = (), quiet(f.gradient), quiet(f)
    with np.errstate(all="ignore"):
        for t in range(1, steps + 2):
            g = slope(x)
            there, *memory = rule(x, g, t if corrected else LATE, *memory, **settings)
            yield (x, g, there - x, *memory)
            if not (np.isfinite(there).all() and np.isfinite(loss(there))):
                return
            x = there


def settings_of(rule):
    """Return the settings of a rule with their defaults, except the learning rate."""
    parameters = inspect.signature(rule).parameters
    after = list(parameters)[list(parameters).index("learning_rate") + 1 :]
    named = [name for name in after if parameters[name].kind is not inspect.Parameter.VAR_KEYWORD]
    return {name: parameters[name].default for name in named}


@functools.lru_cache(maxsize=32)
def lowest(f):
    """Return the lowest loss of a landscape: at a known minimum, otherwise on a grid over its view."""
    if f.known_minima:
        return float(min(f(x) for x in f.known_minima))
    losses = f.on(over_view(f, 161))
    return float(np.min(losses[np.isfinite(losses)], initial=np.inf))


def without_correction(run):
    """Return two steps from the current point: with and without bias correction."""
    before = [part[run.at - 1] for part in run.memories.values()] if run.at else []
    x, g = run.path[run.at], run.slopes[run.at]
    with np.errstate(all="ignore"):
        return [
            run.rule(x, g, t, *before, learning_rate=run.learning_rate, **run.settings)[0] - x
            for t in (run.at + 1, LATE)
        ]


def adaptive_verdict(run):
    """Return in words where a run in the plane is, its next step, and how it ends, computed from the run."""
    where = f"step {run.at} of {run.wanted}" if run.at else "at the start"
    vectors = {"the slope": run.slopes[run.at], "the next step": run.steps[run.at]}
    slope, step = (unevenness(what, pair, run.function.axes) for what, pair in vectors.items())
    ends, plain = ending(run.losses, run), ending(run.plain, run)
    if ABOVE in ends:
        plain = plain.removesuffix(ABOVE)
    return (
        f"{run.name}, {where}: {slope}; {step}{correction_words(run)}. "
        f"Final loss: {ends}; gradient_descent: {plain}."
    )


def unevenness(what, pair, axes):
    """Return in words how much larger one coordinate is than the other: "the slope along y is 94 times that …"."""
    (small, other), (large, big) = sorted(zip(np.abs(pair).tolist(), axes, strict=True))
    if not np.isfinite(large):
        return f"{what} is too large to store"
    if not large:
        return f"{what} is 0"
    if not small:
        return f"{what} is along {big} only"
    if large / small < 1.1:
        return f"{what} is about equal along both axes"
    return f"{what} along {big} is {times(large / small)} times that along {other}"


def times(ratio):
    """Return a ratio of 1 or more with two digits, or as a whole number below a million."""
    return f"{ratio:.0f}" if 10 <= ratio < 1e6 else number(ratio, 2)


def has_correction(rule, settings=None):
    """Return whether the step of a rule depends on the number of the step."""
    x, g = np.zeros(2), np.ones(2)
    (early, *memory), (late, *_) = (rule(x, g, t, learning_rate=1.0, **settings or {}) for t in (1, LATE))
    return bool(memory) and not np.array_equal(early, late)


def correction_words(run):
    """Return in words what the bias correction does to the current step; "" if both steps are the same."""
    if not has_correction(run.rule):
        return " (no bias correction)"
    on, off = map(length, without_correction(run))
    if on == off or not (0 < on < np.inf and 0 < off < np.inf):
        return ""
    if run.corrected:
        return f" (bias correction included: ×\u00a0{number(on / off, 3)})"
    kept = "; the part that nadam keeps in its memory stays on" if "product" in run.memories else ""
    return f" (without bias correction: {number(off / on, 3)} times as long{kept})"


def ending(losses, run):
    """Return in words how losses end, compared to the lowest loss of the landscape."""
    if len(losses) <= run.wanted:
        return f"too large to store from step {len(losses)} on"
    if not run.function.known_minima:
        return number(losses[-1], 3)
    least = lowest(run.function)
    above, floor = float(losses[-1]) - least, rounding_floor(losses[0] - least, least)
    return f"{number(above, 2)}{ABOVE}" if above > floor else "as low as it gets"
