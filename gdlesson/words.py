"""Numbers in words, and why a run stopped: whatever a sentence says is computed from the run."""

import numpy as np

from gdlesson.calculus import length, numerical_gradient, place
from gdlesson.checks import or_nan
from gdlesson.optimizers import gradient_descent
from gdlesson.regimes import FLAT, distance_left, is_trusted, resolution

NUMERICAL = " The slope was found numerically."
UNTRUSTED = (
    " The slope was found numerically, and it cannot be trusted here: a smaller difference gives another one."
)


def message(run):
    """Return in one sentence why a run stopped, and in a second how the slope was found if numerically."""
    return reason(run) + how_found(run)


def how_found(run):
    """Return the sentence on a numerical slope, "" for an exact one."""
    if not run.function.numerical:
        return ""
    return NUMERICAL if is_trusted(run.function, run.path) else UNTRUSTED


def reason(run):
    """Return why a run stopped."""
    slope = or_nan(run.function.gradient, run.x)
    if run.stop == "diverged":
        return lost(run)
    if run.stop == "flat" or run.regime == "still" and length(slope) < FLAT:
        return no_slope(run, slope)
    if not callable(run.learning_rate) and run.learning_rate == 0:
        return f"The learning rate is 0, so nothing moves; the slope is still {sloping(run, slope)}."
    if run.stop == "max_iterations":
        return f"Stopped by the cap after {count(run.nit, 'step')}, where the slope is {sloping(run, slope)}."
    return by_tolerance(run, slope)


def sloping(run, slope):
    """Return the slope in as many digits as a numerical one has: those that a smaller difference confirms."""
    if not run.function.numerical:
        return number(slope)
    other = or_nan(numerical_gradient, run.function, run.x, 0.3)
    fit = (d for d in range(5, 0, -1) if number(slope, d) == number(other, d))
    digits = next(fit, 1)
    return number(slope, digits) if digits > 3 else f"about {number(slope, digits)}"


def by_tolerance(run, slope):
    """Return how the tolerance stopped a run, at a minimum or not."""
    short = f"step {run.nit + 1} would be shorter than {number(run.tolerance)}"
    if remembers(run):
        short = f"its last steps were all shorter than {number(run.tolerance)}"
    left = distance_left(run.function, run.x)
    if run.success:
        away = f"; the minimum is about {number(left, 2)} away" if left > run.tolerance else ""
        return f"Stopped by tolerance: {short}{away}."
    if left <= run.tolerance and run.function.numerical:
        seen = number(resolution(run.function, run.x), 2)
        digits = f"within {seen} all losses look the same, and their digits do not tell how near the minimum is"
        return f"Stopped by tolerance: {short}, but {digits}."
    begin = f"Stopped by tolerance, but not at a minimum: {short}"
    if run.losses[-1] > run.losses[0]:
        rise = f"the loss has risen, from {number(run.losses[0])} to {apart(run.losses[-1], run.losses[0])}"
        return f"{begin}, but {rise}."
    if place(run.function, run.x) == "plateau":
        return f"{begin} because it is nearly flat there; the slope is {sloping(run, slope)}."
    if np.isfinite(left) and not remembers(run):
        rate_is_small = length(slope) > run.tolerance and left > 200 * run.tolerance
        cause = f"the learning rate is as small as {rate(run)}" if rate_is_small else "the tolerance is so large"
        if rate_is_small and run.regime == "overshooting" and not callable(run.learning_rate):
            cause = "it is so flat there"
        return f"{begin} only because {cause}; the slope is still {sloping(run, slope)}."
    return f"{begin}, but the slope is not zero yet: it is {sloping(run, slope)}."


def lost(run):
    """Return how a run left the numbers, or the region where its function is defined."""
    after, step = run.ahead, run.nit + 1
    shown = (
        f"the first {count(run.nit, 'step')} {'is' if run.nit == 1 else 'are'} shown"
        if run.nit
        else "so nothing moves"
    )
    if np.isnan(after).any() and run.optimizer:
        return f"Step {step} does not lead to a number; {shown}."
    loss = or_nan(run.function, after) if np.isfinite(after).all() else np.inf
    if np.isnan(loss):
        return f"Step {step} leads to x = {number(after)}, where {run.function.name} has no value; {shown}."
    if np.isfinite(loss):
        return f"Step {step} would jump as far as x = {number(after)}; {shown}."
    return f"At step {step} the numbers become too large to store; {shown}."


def no_slope(run, slope):
    """Return what there is to say where the slope is next to nothing."""
    where = f"at the start, x = {number(run.x)}," if run.nit == 0 else f"at x = {number(run.x)}"
    kind, left = place(run.function, run.x), distance_left(run.function, run.x)
    seen = resolution(run.function, run.x) if run.function.numerical else 0.0
    if run.success and kind in ("minimum", "slope"):
        near = f"within {number(seen, 2)} all losses look the same, so it is as near as their digits can tell"
        here = near if seen > 10 * run.tolerance else "this is a minimum already, so there is nowhere to go"
        return f"The slope {where} is {number(slope)}: {here}."
    least = 10 if kind in ("minimum", "slope") else 200
    if least * run.tolerance < seen < np.inf and kind != "maximum":
        digits = (
            f"within {number(seen, 2)} all losses look the same: their digits do not tell where the minimum is"
        )
        return f"The slope {where} is {number(slope)}, but {digits}."
    if np.isfinite(left) and left > 0:
        here = "this is a plateau, not a minimum" if kind == "plateau" else "it is just flat here"
        here += f": the minimum is still about {number(left, 3)} away"
        only = "only " if np.any(slope) else ""
        return f"The slope {where} is {only}{number(slope)}, but {here}."
    if kind == "minimum":
        return f"The slope {where} is {number(slope)}: this is a minimum."
    if kind == "flat":
        return (
            f"The slope {where} is {number(slope)}, but no minimum can be seen from here: it is flat all around."
        )
    if kind == "slope":
        return f"The slope {where} is only {number(slope)}, and no minimum can be seen from here."
    no_minimum = f"this is a {kind}, not a minimum: without a slope nothing moves"
    return f"The slope {where} is {number(slope)}, but {no_minimum}."


def remembers(run):
    """Tell whether a run was made by an optimizer with a memory."""
    return run.optimizer not in (None, gradient_descent)


def rate(run):
    """Return the learning rate of a run in digits, of a schedule that of its last step."""
    return f"{run.learning_rate(run.nit) if callable(run.learning_rate) else run.learning_rate:.6g}"


def apart(value, other, digits=5):
    """Return a number, or a vector, with enough digits to look different from another one, if it is different."""
    if np.array_equal(value, other):
        return number(value, digits)
    shown = (number(value, d) for d in range(digits, 18) if number(value, d) != number(other, d))
    return next(shown, number(value, digits))


def number(x, digits=5):
    """Return a number, or a vector, as a reader writes it: few digits, a real minus sign, no power from 1 to 10⁵.

    Examples
    --------
    >>> number(-0.12345, 2), number(123.4, 2), number(99600, 2), number((1, 1e-7))
    ('−0.12', '120', '1e+05', '(1, 1e-07)')
    """
    if np.ndim(x):
        return "(" + ", ".join(number(part, digits) for part in x) + ")"
    shown = f"{abs(float(x)):.{digits}g}"
    return ("−" if x < 0 else "") + (f"{float(shown):.0f}" if 10**digits <= float(shown) < 1e5 else shown)


def percent(part, digits=0):
    """Return a part from 0 to 1 in percent; only all of it is 100%, and only nothing is 0%.

    Examples
    --------
    >>> percent(0.58), percent(0.001), percent(0.9999), percent(0.9999, digits=1)
    ('58%', 'less than 1%', 'more than 99%', 'more than 99.9%')
    """
    unit = 10.0**-digits
    if 0 < 100 * part <= unit / 2:
        return f"less than {unit:g}%"
    return f"more than {100 - unit:g}%" if 100 - unit / 2 <= 100 * part < 100 else f"{part:.{digits}%}"


def count(n, noun):
    """Return "1 step" or "2 steps"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
