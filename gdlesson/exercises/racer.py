"""An exercise of lesson 13: a racer of one's own."""

import functools

import numpy as np

from gdlesson.exercises.answers import missing
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind
from gdlesson.explorers.race.run import above
from gdlesson.explorers.race.telling import short
from gdlesson.explorers.race.tuning import check_side_by_side, try_rates
from gdlesson.landscapes import bowl, rosenbrock
from gdlesson.optimizers import RULES, gradient_descent
from gdlesson.rulecheck import KNOWN, checked_rule, memory_of, name_of
from gdlesson.words import apart, number

GRADIENTS = 300
STARTS = np.array([(-1.2, 1.0), (0.0, 2.0), (1.5, -0.5), (-0.5, -0.5), (-1.6, 2.6)]).T
TRACKS = [(rosenbrock, 0.02), (bowl(100, 30), 1e-6)]
RATES = np.logspace(-5, 1, 49)
HEAD = "def my_rule(x, g, t, velocity=0.0, learning_rate=0.01):"


@exercise
def check_racer(my_rule):
    """Check an optimizer that a learner wrote, in races on two landscapes, tuned (lesson 13).

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
    ✗ Not yet: my_rule must return the new x and its memory, so end it with: return x, velocity
    """
    if missing(my_rule):
        raise NotYet(f"write a rule that begins with  {HEAD}")
    if any(my_rule is known for known in RULES) or isinstance(my_rule, str) and my_rule in KNOWN:
        name = my_rule if isinstance(my_rule, str) else name_of(my_rule)
        raise NotYet(f"that is the package's own {name}.", f"Write yours, with  {HEAD}")
    if not callable(my_rule):
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

    with_tuple.__name__ = "my_rule"  # whatever its own name is
    return with_tuple


def trials(rule):
    """Return what a rule does on each of the tracks, or say what is wrong with it."""
    try:
        rule = checked_rule(rule, STARTS[:, 0], {})
        for f, _ in TRACKS if rule not in RULES else ():
            check_side_by_side(f, rule, STARTS, {})
    except (TypeError, ValueError) as error:
        raise NotYet(str(error)) from None
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
    seen = f"{after} at its best rate, {short(best)}, {left} is left, but it should be below {number(target)}."
    if best in RATES[[0, -1]]:
        way, end = ("larger", "largest") if best == RATES[-1] else ("smaller", "smallest")
        return seen, f"That rate is the {end} one tried: make its steps {way}."
    remembers = memory_of(KNOWN.get(rule, rule) if isinstance(rule, str) else rule, {})
    plain = try_rates(f, gradient_descent, STARTS, RATES, GRADIENTS)
    if np.allclose(plain.losses[-1], tried.losses[-1], rtol=1e-6):
        use = f"use {remembers[0].lstrip('*')}, and return its new value." if remembers else HEAD
        return seen, f"It does what plain gradient descent does. Let it remember its steps: {use}"
    if not remembers:
        return seen, f"It remembers nothing of its steps. Give it a memory: {HEAD}"
    return seen, "How much does it remember? Momentum keeps 9 tenths of its velocity in each step."


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
