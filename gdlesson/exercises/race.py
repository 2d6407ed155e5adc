"""An exercise of lesson 13: an unfair comparison made fair."""

import numpy as np

from gdlesson.exercises.answers import missing
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind, numbers_of
from gdlesson.explorers.race.run import above, race
from gdlesson.explorers.race.telling import short
from gdlesson.explorers.race.tuning import try_rates
from gdlesson.landscapes import rosenbrock
from gdlesson.words import number

RIVALS = ("momentum", "adam")
PARTS = ("starts", "budgets", "rates")
WANTED = 'a dict with "starts", "budgets" and "rates" is expected'
FEWEST_STARTS, FEWEST_RATES, BUDGETS = 3, 5, (10, 1000)
MOST = {"starts": 20, "rates": 100}  # more take long, and tell no more
STEP = 10.0  # so many times the one before may a rate of a grid be


@exercise
def check_fair_race(comparison):
    """Check a comparison of momentum and Adam on Rosenbrock's valley that is to be made fair (lesson 13).

    Parameters
    ----------
    comparison : dict
        "starts", "budgets" and "rates": for each of them a dict with an entry for "momentum" and one for "adam",
        or one value for both. Starts are a list of points (x, y), rates a list of numbers. Right if both have the
        same starts, at least three, the same budget, and the same rates to be tuned over, and the best rate of
        each lies between others that were tried.

    Returns
    -------
    Feedback
        Correct, with the result of the race, or everything that is still unfair.

    Examples
    --------
    >>> points = [(-1.2, 1), (0, 2), (1.5, -0.5)]
    >>> check_fair_race({"starts": points, "budgets": {"momentum": 100, "adam": 500}, "rates": [0.001, 0.01]})
    ✗ Not yet: 2 things are unfair.
    - budgets: adam may use 500 gradients, momentum 100.
    - rates: 2 are too few to tune over: try at least 5.
    """
    parts = {part: for_each(part, read_part(comparison, part)) for part in PARTS}
    read = {"starts": read_starts, "budgets": read_budget, "rates": read_rates}
    given = {part: {who: read[part](value, who) for who, value in parts[part].items()} for part in PARTS}
    faults = [*unfair_starts(given["starts"]), *unfair_budgets(given["budgets"]), *unfair_rates(given["rates"])]
    faults += untuned(given)
    if faults:
        are = "1 thing is" if len(faults) == 1 else f"{len(faults)} things are"
        raise NotYet("\n- ".join([f"{are} unfair.", *faults]))
    starts, budget = given["starts"][RIVALS[0]], given["budgets"][RIVALS[0]]
    tried = [try_rates(rosenbrock, who, starts.T, given["rates"][who], budget) for who in RIVALS]
    best = [float(np.median(above(each.losses[-1], 0.0), axis=1).min()) for each in tried]
    first, second = (RIVALS[place] for place in np.argsort(best, kind="stable"))
    ends = " and ".join(f"{who} has {short(left)} left" for who, left in zip(RIVALS, best, strict=True))
    ratio = max(best) / min(best)
    lead = f"{first} is ahead of {second} by a factor of {short(ratio)}" if ratio > 1.005 else "they are level"
    return (
        f"{len(starts)} starts, {budget} gradients and {len(given['rates']['adam'])} rates for each. In the "
        f"median over the starts {ends}: {lead}. That holds for this landscape, these starts, this budget and "
        "these rates."
    )


def read_part(comparison, part):
    """Return a part of the comparison, or say that it is missing."""
    if missing(comparison):
        raise NotYet(f"give the comparison: {WANTED}.")
    if not isinstance(comparison, dict):
        raise NotYet(f"the comparison is {kind(comparison)}: {WANTED}.")
    if missing(comparison.get(part)):
        raise NotYet(f'"{part}" is missing in the comparison.')
    return comparison[part]


def for_each(part, value):
    """Return what each rival has of a part: one value is for both."""
    if not isinstance(value, dict):
        return dict.fromkeys(RIVALS, value)
    without = [who for who in RIVALS if missing(value.get(who))]
    if without:
        raise NotYet(f'"{part}" has nothing for {" and ".join(without)}.')
    others = [who for who in value if who not in RIVALS]
    if others:
        raise NotYet(f'"{part}" has an entry for {others[0]!r}; only {" and ".join(RIVALS)} race here.')
    return value


def as_array(value):
    """Return numbers as an array of floats; None if they are none."""
    try:
        array = np.asarray(numbers_of(list(value) if isinstance(value, (range, set, zip)) else value))
    except Exception:  # whatever it is, it is not made of numbers
        return None
    return array if np.isfinite(array).all() else None


def read_starts(value, who):
    """Return starts as an array of shape (n, 2)."""
    points = as_array(value)
    if points is not None and points.shape == (2,):
        points = points[None, :]
    if points is not None and points.ndim == 2 and points.shape[1] != 2 and len(points) == 2:
        points = points.T  # as the races take them
    if points is None or points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise NotYet(f"the starts of {who} should be points, [(x, y), (x, y), …], but they are {kind(value)}.")
    if abs(points).max() > 3:
        raise NotYet(f"a start of {who} lies outside the picture.", "Let x and y be between −3 and 3.")
    if len(points) > MOST["starts"]:
        raise NotYet(f"{len(points)} starts take too long.", f"{MOST['starts']} are enough.")
    return points


def read_budget(value, who):
    """Return a budget as an int."""
    budget = as_array(value)
    low, high = BUDGETS
    if budget is None or budget.ndim or isinstance(value, bool) or budget != round(float(budget)):
        raise NotYet(f"the budget of {who} should be a whole number of gradients, but it is {kind(value)}.")
    if not low <= budget <= high:
        raise NotYet(f"the budget of {who} should be between {low} and {high}, but it is {number(budget)}.")
    return int(budget)


def read_rates(value, who):
    """Return learning rates as a rising array without repeats."""
    rates = as_array(value)
    if rates is None or rates.ndim > 1 or not rates.size or (rates <= 0).any():
        raise NotYet(f"the rates of {who} should be numbers above 0 in a list, but here is {kind(value)}.")
    if rates.size > MOST["rates"]:
        raise NotYet(f"{rates.size} rates take too long.", f"{MOST['rates']} are enough.")
    return np.unique(rates)


def unfair_starts(starts):
    """Yield what is unfair about the starts."""
    ours, theirs = (np.unique(starts[who], axis=0) for who in RIVALS)
    if ours.shape != theirs.shape or not np.allclose(ours, theirs):
        yield "starts: the two begin at different points. Give both the same."
    fewest = min(len(ours), len(theirs))
    if fewest < FEWEST_STARTS:
        said = "a single start" if fewest == 1 else f"{fewest} starts"
        yield f"starts: {said} may happen to suit one of them. Take at least {FEWEST_STARTS} different points."


def unfair_budgets(budgets):
    """Yield what is unfair about the budgets."""
    less, more = sorted(RIVALS, key=budgets.get)
    if budgets[less] != budgets[more]:
        yield f"budgets: {more} may use {budgets[more]} gradients, {less} {budgets[less]}."


def unfair_rates(rates):
    """Yield what is unfair about how each is tuned."""
    less, more = sorted(RIVALS, key=lambda who: len(rates[who]))
    few, many = len(rates[less]), len(rates[more])
    if few == 1 < many:
        yield f"rates: only {more} is tuned, {less} has a single rate. Tune both."
    elif few != many:
        yield f"rates: {more} has {many} tries to find its rate, {less} only {few}. Give both the same rates."
    elif not np.allclose(rates[less], rates[more], rtol=1e-9, atol=0):
        yield "rates: the two are tuned over different rates. Give both the same."
    elif few == 1:
        yield "rates: neither is tuned. Give both a grid of rates."
    elif few < FEWEST_RATES:
        yield f"rates: {few} are too few to tune over: try at least {FEWEST_RATES}."
    for who in RIVALS if few >= FEWEST_RATES else ():
        if (rates[who][1:] / rates[who][:-1]).max() > STEP * 1.01:
            yield f"rates: the grid of {who} has a gap: no rate should be more than {STEP:g} times the one before."


def untuned(given):
    """Yield whose best rate lies at the end of its grid: a better one may lie beyond."""
    for who in RIVALS:
        rates = given["rates"][who]
        if len(rates) < FEWEST_RATES:
            continue
        racer = race(rosenbrock, [who], given["starts"][who].T, given["budgets"][who], rates).racers[0]
        if not np.isfinite(racer.final):
            yield f"rates: with each of its rates {who} diverges. Try smaller ones."
        elif racer.at_edge:
            end, way = ("smallest", "smaller") if racer.best == rates[0] else ("largest", "larger")
            yield f"rates: the best of {who}, {short(racer.best)}, is the {end} one tried. Try {way} ones, too."


# Where a racer has to be after so many gradients, in the median over these starts, at its best rate.
