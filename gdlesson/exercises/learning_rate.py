"""Exercises of lessons 0 and 4: a rate that lands, a rate for each regime, a start from which nothing moves."""

from gdlesson.exercises.answers import a_number, a_run
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind
from gdlesson.functions import quadratic
from gdlesson.regimes import REGIMES
from gdlesson.words import apart, number

EXAMPLE, LOWEST = quadratic([-3, -2, 3]), 1 / 3
OTHER = quadratic([1, 4, 0.5])
ORDER = ["still", "slow", "steady", "overshooting", "bouncing", "diverging"]  # as the learning rate grows


NEAR = 0.1  # of the minimum: so close the first step has to come
EXACT = 5e-5  # so close that its first four decimals are those of the minimum


@exercise
def check_landing(my_rate):
    """Check a learning rate that should land at the minimum with the first step (lesson 0).

    Parameters
    ----------
    my_rate : float
        Right if the first step on 3x² − 2x − 3 from 8 ends less than 0.1 from the minimum, 1/3.

    Returns
    -------
    Feedback
        Correct, or where the first step ends.

    Examples
    --------
    >>> check_landing(0.28)
    ✗ Not yet: with 0.28 the first step goes from 8 to −4.88, past the minimum at 0.3333. Take a
    smaller learning rate.
    """
    rate = a_number(my_rate, "my_rate")
    run = a_run(EXAMPLE, 8, rate)
    if run.regime == "still":
        raise NotYet(f"with {number(rate)} the ball does not move.", "Take a larger learning rate.")
    to = 8 - rate * EXAMPLE.gradient(8)
    if abs(to - LOWEST) < NEAR:
        there = "there is the minimum" if abs(to - LOWEST) < EXACT else "close enough to the minimum at 0.3333"
        return f"with {apart(rate, 1 / 6)} the first step goes from 8 to {apart(to, 8)}: {there}."
    border = LOWEST + (NEAR if to > LOWEST else -NEAR)
    where, way = ("past", "smaller") if to < LOWEST else ("not as far as", "larger")
    step = f"with {apart(rate, 1 / 6)} the first step goes from 8 to {apart(to, border)}"
    raise NotYet(f"{step}, {where} the minimum at 0.3333.", f"Take a {way} learning rate.")


@exercise
def check_rates(my_rates):
    """Check one learning rate for each regime (lesson 4).

    Parameters
    ----------
    my_rates : dict of str to float
        A learning rate for "slow", "steady", "overshooting", "bouncing" and "diverging"; right if the run on
        0.5x² + 4x + 1 from 3 does just that with each.

    Returns
    -------
    Feedback
        Correct or not, with a line for each regime.

    Examples
    --------
    >>> check_rates({"slow": 0.001, "steady": 0.5, "overshooting": 0.7, "bouncing": None, "diverging": 3})
    ✗ Not yet: 3 of 5 are right.
    slow: right
    steady: right
    overshooting: not yet, with 0.7 the run is steady. Take a larger learning rate.
    bouncing: not yet, put a number in place of None, for bouncing.
    diverging: right
    """
    if not isinstance(my_rates, dict):
        like = '{"slow": 0.001, "steady": …}'
        raise NotYet(
            f"my_rates should be a dict with a learning rate for each regime, {like}, not {kind(my_rates)}."
        )
    lines = [f"{regime}: {rate_for(regime, my_rates)}" for regime in ORDER[1:]]
    right = sum(line.endswith(": right") for line in lines)
    if right < len(lines):
        raise NotYet("\n".join([f"{right} of {len(lines)} {'is' if right == 1 else 'are'} right.", *lines]))
    bend = OTHER.gradient(1) - OTHER.gradient(0)
    borders = f"With the curvature L = {number(bend)} the borders are 1/L = {number(1 / bend)}"
    return "\n".join([f"all {len(lines)}. {borders} and 2/L = {number(2 / bend)}.", *lines])


def rate_for(regime, rates):
    """Say whether a rate gives the regime that it should."""
    if regime not in rates:
        return f"not yet, {regime!r} is missing in my_rates."
    try:
        rate = a_number(rates[regime], regime)
        run = a_run(OTHER, 3, rate)
    except NotYet as reason:
        return f"not yet, {reason}"
    if run.regime == regime:
        return "right"
    way = "larger" if ORDER.index(run.regime) < ORDER.index(regime) else "smaller"
    found = f"is {run.regime}" if run.regime in ("slow", "steady") else REGIMES[run.regime].word
    return f"not yet, with {digits_of(rate)} the run {found}. Take a {way} learning rate."


def digits_of(rate):
    """Return a learning rate with enough digits to tell it from the borders between the regimes."""
    border = min((0.0, 1.0, 2.0), key=lambda border: abs(rate - border))
    return number(rate) if rate == border else apart(rate, border)


@exercise
def check_resting_start(my_start):
    """Check a start from which nothing moves, even at 2/L (lesson 4).

    Parameters
    ----------
    my_start : float
        Right if the run on 0.5x² + 4x + 1 with the learning rate 2 stays where it is.

    Returns
    -------
    Feedback
        Correct, or where the run goes.

    Examples
    --------
    >>> check_resting_start(3)
    ✗ Not yet: from 3 the first step goes to −11, because the slope there is 7. Look for the
    place where the slope is 0.
    """
    start = a_number(my_start, "my_start")
    a_run(OTHER, start, 2.0)
    slope, here = OTHER.gradient(start), apart(start, -4)
    if abs(slope) < 1e-9:
        return f"at {here} the slope is {number(slope)}, so nothing moves, whatever the learning rate."
    step = f"the first step goes to {apart(start - 2 * slope, -4)}, because the slope there is {number(slope)}"
    raise NotYet(f"from {here} {step}.", "Look for the place where the slope is 0.")
