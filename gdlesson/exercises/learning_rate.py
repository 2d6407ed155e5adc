"""Exercises of lesson 4: a learning rate for each regime, and a start from which nothing moves."""

from gdlesson.exercises.answers import a_number, walked
from gdlesson.exercises.feedback import NotYet, exercise
from gdlesson.exercises.wording import apart
from gdlesson.functions import quadratic
from gdlesson.verdicts import number

OTHER = quadratic([1, 4, 0.5])
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
