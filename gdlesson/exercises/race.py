"""Exercises of lesson 11: an unfair comparison made fair, and a racer of one's own."""

import functools

import numpy as np

from gdlesson.checks import as_numbers
from gdlesson.exercises.answers import missing
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind
from gdlesson.explorers.race.run import above, race, short
from gdlesson.explorers.race.tuning import check_side_by_side, try_rates
from gdlesson.landscapes import bowl, rosenbrock
from gdlesson.optimizers import RULES, gradient_descent
from gdlesson.rulecheck import KNOWN, checked_rule, memory_of, name_of
from gdlesson.words import apart, number

RIVALS = ("momentum", "adam")
PARTS = ("starts", "budgets", "rates")
WANTED = 'a dict with "starts", "budgets" and "rates" is expected'
FEWEST_STARTS, FEWEST_RATES, BUDGETS = 3, 5, (10, 1000)
MOST = {"starts": 20, "rates": 100}  # more take long, and tell no more
STEP = 10.0  # so many times the one before may a rate of a grid be


@exercise
def check_fair_race(comparison):
    """Check a comparison of momentum and Adam on Rosenbrock's valley that is to be made fair (lesson 11).

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
    Not yet: 2 things are unfair.
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
        array = np.asarray(as_numbers(list(value) if isinstance(value, (range, set, zip)) else value))
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
GRADIENTS = 300
STARTS = np.array([(-1.2, 1.0), (0.0, 2.0), (1.5, -0.5), (-0.5, -0.5), (-1.6, 2.6)]).T
TRACKS = [(rosenbrock, 0.02), (bowl(100, 30), 1e-6)]
RATES = np.logspace(-5, 1, 49)
HEAD = "def my_rule(x, g, t, velocity=0.0, learning_rate=0.01):"


@exercise
def check_racer(my_rule):
    """Check an optimizer that a learner wrote, in races on two landscapes, tuned (lesson 11).

    Parameters
    ----------
    my_rule : callable
        A rule of the same form as those in `gdlesson.optimizers`. Right if, at its best rate and in the median
        over five starts, 300 gradients bring it below 0.02 on Rosenbrock's valley and below 10⁻⁶ on `bowl(100,
        30)`.

    Returns
    -------
    Feedback
        Correct, or what is wrong with the rule, or where it ends.

    Examples
    --------
    >>> def my_rule(x, g, t, velocity=0.0, learning_rate=0.01):
    ...     velocity = 0.9 * velocity - learning_rate * g
    ...     return x + velocity
    >>> check_racer(my_rule)
    Not yet: my_rule must return the new x and its memory, so end it with: return x, velocity
    """
    if missing(my_rule):
        raise NotYet(f"write a rule that begins with  {HEAD}")
    if not callable(my_rule) and not (isinstance(my_rule, str) and my_rule in KNOWN):
        raise NotYet(f"my_rule should be a function, but it is {kind(my_rule)}.", f"It begins with  {HEAD}")
    tried = attempt(
        trials, (as_it_is_used(my_rule),), "in a race", "my_rule", "End it with  return x, velocity.", my_rule
    )
    results = []
    for (f, target), each in zip(TRACKS, tried, strict=True):
        medians = np.median(above(each.losses[-1], 0.0), axis=1)
        if medians.min() > target:
            raise NotYet(*too_slow(my_rule, f, target, each, medians))
        results.append(f"on {f.name} {short(medians.min())} is left, at the rate {short(RATES[medians.argmin()])}")
    return f"{', and '.join(results)}. {alike(tried)}"


def as_it_is_used(rule):
    """Return a rule that returns a tuple, even if the learner's returns a list or an array of the same parts."""
    if not callable(rule) or any(rule is known for known in RULES):
        return rule

    @functools.wraps(rule)
    def with_tuple(*arguments, **settings):
        answer = rule(*arguments, **settings)
        several = isinstance(answer, np.ndarray) and answer.ndim > np.ndim(arguments[0])
        return tuple(answer) if several or isinstance(answer, list) else answer

    return with_tuple


def trials(rule):
    """Return what a rule does on each of the tracks, or say what is wrong with it."""
    try:
        rule = checked_rule(rule, STARTS[:, 0], {})
        for f, _ in TRACKS if rule not in RULES else ():
            check_side_by_side(f, rule, STARTS, {})
    except (TypeError, ValueError) as error:
        words = str(error).replace(name_of(rule), "my_rule") if callable(rule) else f"{error}."
        raise NotYet(words) from None
    return [try_rates(f, rule, STARTS, RATES, GRADIENTS) for f, _ in TRACKS]


def too_slow(rule, f, target, tried, medians):
    """Say where a rule ends that does not come far enough, and what may be the reason."""
    after = f"on {f.name}, after {GRADIENTS} gradients,"
    first = float(np.median(above(tried.losses[0], 0.0)))
    if (medians == medians[0]).all() and np.isfinite(medians[0]):
        seen = f"{after} the same is left at every learning rate, {short(medians[0])}."
        return seen, "my_rule does not use learning_rate."
    if medians[0] > first:
        return f"{after} more is left than at the start, even at a tiny learning rate.", "It climbs. Go against g."
    best = float(RATES[medians.argmin()])
    left = apart(medians.min(), target, 2)
    seen = f"{after} at its best rate, {short(best)}, {left} is left, and less than {number(target)} is asked for."
    if best in RATES[[0, -1]]:
        way, end = ("larger", "largest") if best == RATES[-1] else ("smaller", "smallest")
        return seen, f"That rate is the {end} one tried: make its steps {way}."
    plain = try_rates(f, gradient_descent, STARTS, RATES, GRADIENTS)
    if np.allclose(plain.losses[-1], tried.losses[-1], rtol=1e-6):
        return seen, f"It does what plain gradient descent does. Let it remember its steps: {HEAD}"
    if not memory_of(KNOWN.get(rule, rule) if isinstance(rule, str) else rule, {}):
        return seen, f"It remembers nothing of its steps. Give it a memory: {HEAD}"
    return seen, "Does it remember for long enough? Momentum keeps 9 tenths of its velocity in each step."


def mine(x, g, t, velocity=0.0, learning_rate=0.01):
    """Take a step of the optimizer that the lesson shows."""
    velocity = 0.95 * velocity - learning_rate * g / (1 + np.hypot(*g))
    return x + velocity, velocity


def alike(tried):
    """Say which of the built-in rules does the same, if one does."""
    for rule in (mine, *RULES):
        theirs = try_rates(TRACKS[0][0], rule, STARTS, RATES, GRADIENTS)
        if np.allclose(theirs.losses[20], tried[0].losses[20], rtol=1e-6):
            if rule is mine:
                raise NotYet("this takes the very steps of the lesson's mine.", "Write one of your own.")
            return f"It does what {rule.__name__} does."
    return "None of the built-in optimizers takes these steps: it is your own."
