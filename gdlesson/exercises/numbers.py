"""The exercises in which a number is found: it is judged by what comes of it."""

import numpy as np

from gdlesson.descent import descend
from gdlesson.exercises.feedback import NotYet, a_number, apart, exercise, kind, read_numbers
from gdlesson.functions import Function, quadratic
from gdlesson.verdicts import count, number, verdict

EXAMPLE = quadratic([-3, -2, 3])
OTHER = quadratic([1, 4, 0.5])
BOWL = Function(lambda x: x**2, lambda x: 2 * x, name="x²")
QUARTIC = Function(lambda x: x**4, lambda x: 4 * x**3, name="x⁴")


def walked(f, start, learning_rate):
    """Return the run, or say why there is none."""
    if learning_rate < 0:
        after = start - learning_rate * f.gradient(start)
        climb = f"the first step goes from {number(start)} to {number(after)}, and that is uphill"
        raise NotYet(f"{number(learning_rate)} is negative: {climb}. Take a learning rate above 0.")
    try:
        return descend(f, start, learning_rate)
    except ValueError:
        raise NotYet(f"from {number(start)} nothing can walk: the loss there is larger than any number.") from None


@exercise
def check_line(x, y, my_slope, my_intercept):
    """Check the line that a learner laid through the data by hand (lesson 1).

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The data.
    my_slope, my_intercept : float
        The line; right where its mean squared error is at most a tenth above that of the best line.

    Returns
    -------
    Feedback
        Right, or what is wrong with the line: its slope, or its height.

    Notes
    -----
    What is lost beyond the best line is (difference of slopes)² · variance of x + (difference in the middle)².

    Examples
    --------
    >>> check_line([1, 2, 3], [2, 4, 6.3], my_slope=2, my_intercept=1)
    not yet: your line has the MSE 0.83, 166 times the best possible. It lies too high, by 0.9
    in the middle: lower the intercept.
    """
    x, y = data(x, y)
    slope = a_number(my_slope, "my_slope", "put a number in place of None, for my_slope.")
    intercept = a_number(my_intercept, "my_intercept", "put a number in place of None, for my_intercept.")
    middle, spread = x.mean(), np.mean((x - x.mean()) ** 2)
    best = np.mean((x - middle) * (y - y.mean())) / spread
    least = np.mean((y - y.mean() - best * (x - middle)) ** 2)
    mine = np.mean((y - slope * x - intercept) ** 2)
    too_steep, too_high = slope - best, slope * middle + intercept - y.mean()
    perfect = least <= 1e-12 * y.var()
    times = "and the best is 0" if perfect else f"{plain(mine / least)} times the best possible"
    times = times if perfect or mine < 1e6 * least else "more than a million times the best possible"
    if not np.isfinite(mine):
        raise NotYet("your line is so far away from the data that its MSE is larger than any number.")
    if mine <= 1.1 * least + 1e-12 * y.var():
        return f"your line has the MSE {plain(mine)}, {times}. The best slope is {number(best, 4)}."
    lost = too_steep**2 * spread  # by the wrong slope, however high the line lies
    if too_high**2 >= lost and (lost <= 0.1 * least or abs(too_steep) <= 0.1 * abs(best)):
        side, way = ("high", "lower") if too_high > 0 else ("low", "raise")
        what = f"It lies too {side}, by {number(abs(too_high), 3)} in the middle: {way} the intercept."
    else:
        what = tilt(slope, best)
    raise NotYet(f"your line has the MSE {plain(mine)}, {times}. {what}")


def plain(value):
    """Return a number above 0 in 3 digits, and a large one without a power of ten."""
    return f"{value:.0f}" if 100 <= value < 1e6 else number(value, 3)


def data(x, y):
    """Return the data as two arrays, or say that they are none."""
    complaint = (
        "x and y should be two rows of numbers of the same length: run the cell with the data again. Here is"
    )
    x, y = read_numbers(x, complaint), read_numbers(y, complaint)
    usable = np.ndim(x) == 1 and np.shape(x) == np.shape(y) and np.isfinite([x, y]).all() and len(set(x)) > 1
    if not usable:
        raise NotYet(f"{complaint} {kind(x)} and {kind(y)}.")
    return x, y


def tilt(slope, best):
    """Say how a line lies that has the wrong slope."""
    if slope * best < 0:
        return f"It {'rises' if slope > 0 else 'falls'} where the data {'rise' if best > 0 else 'fall'}."
    return "It is too steep." if abs(slope) > abs(best) else "It is too flat."


@exercise
def check_rate(my_rate):
    """Check a learning rate that is to bring the running example to its end quickly (lesson 3).

    Parameters
    ----------
    my_rate : float
        Right where the walk on 3x² − 2x − 3 from 8 stops by tolerance after fewer than 20 steps, and never
        jumps over the minimum.

    Returns
    -------
    Feedback
        Right, or what the walk did instead.

    Examples
    --------
    >>> check_rate(0.05)
    not yet: with 0.05 it takes 35 steps, and fewer than 20 are asked for. Take a larger
    learning rate.
    """
    rate = a_number(my_rate, "my_rate", "put a number in place of None, for my_rate.")
    run = walked(EXAMPLE, 8, rate)
    if run.success and run.regime == "monotone" and run.nit < 20:
        return verdict(run)
    if run.success and run.regime == "monotone":
        what = f"it takes {count(run.nit, 'step')}, and fewer than 20 are asked for"
    elif run.regime in ("still", "monotone"):
        at = f"it {'is' if run.nit else 'stops'} at {number(run.x)}"
        what = f"it does not arrive: after {count(run.nit, 'step')} {at}"
    else:
        after = apart(8 - rate * EXAMPLE.gradient(8), 1 / 3)
        what = f"it jumps over the minimum, from 8 to {after} at once"
        what += {"bouncing": ", and bounces for ever", "diverging": ", and diverges"}.get(run.regime, "")
    larger = "larger" if run.regime in ("still", "monotone") else "smaller"
    raise NotYet(f"with {number(rate, 12)} {what}. Take a {larger} learning rate.")


REGIMES = ["still", "monotone", "overshooting", "bouncing", "diverging"]  # in the order of the learning rate


@exercise
def check_rates(my_rates):
    """Check one learning rate for each regime (lesson 4).

    Parameters
    ----------
    my_rates : dict of str to float
        A learning rate for "monotone", "overshooting", "bouncing" and "diverging"; right where the walk on
        0.5x² + 4x + 1 from 3 does just that with each.

    Returns
    -------
    Feedback
        Right or not, with a line for each regime.

    Examples
    --------
    >>> check_rates({"monotone": 0.5, "overshooting": 0.7, "bouncing": None, "diverging": 3})
    not yet: 2 of 4 are right.
    monotone: right
    overshooting: not yet: with 0.7 the walk is monotone. Take a larger learning rate.
    bouncing: not yet: put a learning rate in place of None.
    diverging: right
    """
    if not isinstance(my_rates, dict):
        raise NotYet('my_rates should hold a learning rate for each regime: {"monotone": 0.1, …}.')
    lines = [f"{regime}: {rate_for(regime, my_rates)}" for regime in REGIMES[1:]]
    right = sum(line.endswith(": right") for line in lines)
    if right < len(lines):
        raise NotYet("\n".join([f"{right} of {len(lines)} {'is' if right == 1 else 'are'} right.", *lines]))
    bend = OTHER.gradient(1) - OTHER.gradient(0)
    borders = f"With the curvature L = {number(bend)} the borders are 1/L = {number(1 / bend)}"
    return "\n".join([f"all {len(lines)}. {borders} and 2/L = {number(2 / bend)}.", *lines])


def rate_for(regime, rates):
    """Say whether a rate gives the regime that it should."""
    if regime not in rates:
        return f"not yet: {regime!r} is missing in my_rates."
    try:
        rate = a_number(rates[regime], "this", "put a learning rate in place of None.")
        run = walked(OTHER, 3, rate)
    except NotYet as reason:
        return f"not yet: {reason}"
    if run.regime == regime:
        return "right"
    way = "larger" if REGIMES.index(run.regime) < REGIMES.index(regime) else "smaller"
    became = "does not move" if run.regime == "still" else f"is {run.regime}"
    return f"not yet: with {number(rate, 12)} the walk {became}. Take a {way} learning rate."


@exercise
def check_resting_start(my_start):
    """Check a start from which nothing moves, even at 2/L (lesson 4).

    Parameters
    ----------
    my_start : float
        Right where the walk on 0.5x² + 4x + 1 with the learning rate 2 stays where it is.

    Returns
    -------
    Feedback
        Right, or where the walk goes.

    Examples
    --------
    >>> check_resting_start(3)
    not yet: from 3 the first step goes to −11, because the slope there is 7. Look for the
    place without slope.
    """
    start = a_number(my_start, "my_start", "put a number in place of None, for my_start.")
    walked(OTHER, start, 2.0)
    slope, here = OTHER.gradient(start), apart(start, -4)
    if abs(slope) < 1e-9:
        return f"at {here} the slope is {number(slope)}, so nothing moves, whatever the rate."
    step = f"the first step goes to {apart(start - 2 * slope, -4)}, because the slope there is {number(slope)}"
    raise NotYet(f"from {here} {step}. Look for the place without slope.")


@exercise
def check_fooling_rate(my_rate):
    """Check a learning rate that fools the rule "stop when the step is short" (lesson 5).

    Parameters
    ----------
    my_rate : float
        Above 0; right where the walk on x² from 8 stops by its tolerance, 1e-5, more than 1 away from the minimum.

    Returns
    -------
    Feedback
        Right, or where and why the walk stopped.

    Examples
    --------
    >>> check_fooling_rate(0.1)
    not yet: with 0.1 the walk stops at x = 4.7e-05, and so it has arrived. Take a smaller
    learning rate.
    """
    rate = a_number(my_rate, "my_rate", "put a number in place of None, for my_rate.")
    run = walked(BOWL, 8, rate)
    where = f"x = {number(run.x, 2)}"
    if rate == 0:
        raise NotYet("0 stays where it is, and everybody sees that. Take a learning rate above 0.")
    if run.stop == "tolerance" and abs(run.x) > 1:
        slope = BOWL.gradient(run.x)
        step = rate * slope
        step = step if abs(step) < 1e-5 else run.x - (run.x - step)  # as the walk finds it, rounded
        return (
            f"it stops after {count(run.nit, 'step')}, at {where}, and takes that for an arrival. The next step "
            f"would be {apart(step, 1e-5, 3)}, shorter than 1e-05, though the slope is still {number(slope)}."
        )
    if run.regime in ("diverging", "bouncing"):
        raise NotYet(
            f"with {number(rate, 12)} no step is short, so it does not stop. Take a smaller learning rate."
        )
    if run.stop == "max_iterations":
        what = f"the cap stops it after {count(run.nit, 'step')}, at {where}, and not the tolerance"
        raise NotYet(f"with {number(rate, 12)} {what}. Take a smaller learning rate.")
    raise NotYet(
        f"with {number(rate, 12)} the walk stops at {where}, and so it has arrived. Take a smaller learning rate."
    )


@exercise
def check_other_verdict(my_start):
    """Check a start that changes the verdict on x⁴ (lesson 6).

    Parameters
    ----------
    my_start : float
        From −10 to 10; right where the walk on x⁴ with the learning rate 0.01 has another regime than from 2.

    Returns
    -------
    Feedback
        Right or not, with both verdicts.

    Examples
    --------
    >>> check_other_verdict(8)
    Right: from 2 it is monotone, from 8 it is diverging.
    From 2: Slow: after 500 steps, the most allowed, it is at x = 0.15701.
    From 8: Diverges: after 4 steps it is at x = 5.4079e+10. Step 5 would lead to x =
    −6.3263e+30, hopelessly far; what came before is kept, 4 steps.
    """
    start = a_number(my_start, "my_start", "put a number in place of None, for my_start.")
    if abs(start) > 10:
        raise NotYet(f"{number(start)} is not between −10 and 10.")
    usual, mine = walked(QUARTIC, 2, 0.01), walked(QUARTIC, start, 0.01)
    verdicts = f"From 2: {verdict(usual)}\nFrom {number(start)}: {verdict(mine)}"
    if mine.regime == usual.regime:
        raise NotYet(f"from {number(start)} it is {mine.regime}, as it is from 2. Look further.\n{verdicts}")
    return f"from 2 it is {usual.regime}, from {number(start)} it is {mine.regime}.\n{verdicts}"
