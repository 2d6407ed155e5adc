"""The exercises of lesson 8: momentum as a rule, and walks whose convention is to be found out."""

import inspect
from functools import partial

import numpy as np

from gdlesson.descent import descend
from gdlesson.exercises.feedback import NotYet, a_function, attempt, exercise, kind, listed, read_numbers, same
from gdlesson.exercises.slips import Slip, alike, first_apart
from gdlesson.functions import quadratic
from gdlesson.optimizers import momentum, nesterov, walk
from gdlesson.verdicts import number

HEAD = "def my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):"
END = "End it with  return x, velocity"


def rule(
    x,
    g,
    t,
    velocity=0.0,
    learning_rate=0.01,
    momentum=0.9,
    roll=lambda v, g, rate, beta: beta * v - rate * g,
    move=lambda x, v, old, rate: x + v,
    back=lambda x, v, before: (x, v),
):
    """Take a step of momentum, or of one with a slip: in its velocity, its move, or what it gives back."""
    new = roll(velocity, g, learning_rate, momentum)
    return back(move(x, new, velocity, learning_rate), new, (x, velocity))


def pytorch(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9, share=lambda beta: 1.0):
    """Take a step of momentum in PyTorch's convention, the new slope counted by a share: v ← β·v + g, x − η·v."""
    velocity = momentum * velocity + share(momentum) * g
    return x - learning_rate * velocity, velocity


damped = partial(pytorch, share=lambda beta: 1 - beta)

DAMPED = "the new slope counts only 1 − β. That is the damped convention; here it counts in full: β·v − η·g."
CLIMBS = "it climbs. The velocity grows against the slope: β·v − η·g."
SLIPS = [
    Slip(
        partial(rule, roll=lambda v, g, a, b: b * v + a * g, move=lambda x, v, old, a: x - v),
        "x is right at every step, but your velocity points uphill and is taken off. Here it points the way that "
        "x goes: v ← β·v − η·g, then x + v.",
    ),
    Slip(
        pytorch,
        "that is PyTorch's convention, v ← β·v + g and x − η·v. Here the learning rate is inside the velocity: "
        "v ← β·v − η·g, then x + v.",
    ),
    Slip(damped, DAMPED),
    Slip(partial(rule, roll=lambda v, g, a, b: b * v - (1 - b) * a * g), DAMPED),
    Slip(
        nesterov,
        "that is Nesterov's rule, which looks ahead. For the heavy ball the step is the velocity itself: x + v.",
    ),
    Slip(partial(rule, roll=lambda v, g, a, b: b * v + a * g), CLIMBS),
    Slip(partial(rule, move=lambda x, v, old, a: x - v), "it climbs. The velocity is added: x + velocity."),
    Slip(partial(rule, roll=lambda v, g, a, b: -a * g), "it forgets what it remembers: β·v is missing."),
    Slip(partial(rule, roll=lambda v, g, a, b: v - a * g), "β is missing: without it nothing is ever forgotten."),
    Slip(
        partial(rule, roll=lambda v, g, a, b: v - b * a * g),
        "β stands at the slope. It belongs to the old velocity: β·v − η·g.",
    ),
    Slip(
        partial(rule, roll=lambda v, g, a, b: b * (v - a * g)),
        "β counts for the slope, too. It belongs to the old velocity only: β·v − η·g, without brackets.",
    ),
    Slip(
        partial(rule, roll=lambda v, g, a, b: (1 - b) * v - b * a * g),
        "β and 1 − β: the old velocity counts β, and the new slope in full.",
    ),
    Slip(
        partial(rule, roll=lambda v, g, a, b: (1 - b) * v - a * g),
        "the old velocity counts 1 − β. It should count β.",
    ),
    Slip(partial(rule, roll=lambda v, g, a, b: a * v - b * g), "η and β have changed places: β·v − η·g."),
    Slip(partial(rule, roll=lambda v, g, a, b: b * v - g), "the learning rate is missing: β·v − η·g."),
    Slip(
        partial(rule, move=lambda x, v, old, a: x + a * v),
        "the learning rate counts twice. It is in the velocity already: x + velocity.",
    ),
    Slip(
        partial(rule, move=lambda x, v, old, a: x + old),
        "x moves by the old velocity. Renew it first, then move by the new one.",
    ),
    Slip(
        partial(rule, move=lambda x, v, old, a: v),
        "the velocity takes the place of x. Go on from x: x + velocity.",
    ),
    Slip(partial(rule, move=lambda x, v, old, a: x), "x stays where it is. Move it: x + velocity."),
    Slip(
        partial(rule, back=lambda x, v, before: (x, before[1])),
        "it returns the velocity that came in, so it forgets. Return the new one.",
    ),
    Slip(
        partial(rule, back=lambda x, v, before: (v, x)),
        f"x and velocity are returned in the wrong order. {END}.",
    ),
    *[
        Slip(
            lambda *state, name=name, usual=usual, **settings: momentum(*state, **(settings | {name: usual})),
            f"{name} is always {usual:g}. Use the {name} that is given.",
        )
        for name, usual in {"learning_rate": 0.01, "momentum": 0.9}.items()
    ],
]

# where to begin, the slopes of three steps, and the settings
CASES = [
    (8.0, [16.0, 12.8, 7.0], {"learning_rate": 0.1, "momentum": 0.9}),
    (1.0, [0.5, -0.3, 0.2], {"learning_rate": 0.02, "momentum": 0.75}),
    (
        np.array([1.0, -2.0]),
        [np.array([3.0, -0.5]), np.array([-1.0, 0.25]), np.array([0.5, 0.5])],
        {"learning_rate": 0.3, "momentum": 0.6},
    ),
    (-3.0, [2.0, 1.0, 4.0], {}),
]


def driven(function, most):
    """Return x and velocity after every step of the first cases by a rule of ours: one array for each case."""
    results = []
    for x, slopes, settings in CASES[:most]:
        velocity, steps = np.zeros(np.shape(x)), []
        for t, g in enumerate(slopes, start=1):
            x, velocity = function(x, np.array(g), t, velocity, **settings)
            steps.append([x, velocity])
        results.append(np.array(steps, dtype=float))
    return results


def tried(my_momentum):
    """Return the same of the learner's rule, and the `NotYet` that ended it before the last case, or None."""
    results = []
    for start, slopes, settings in CASES:
        x, memory, steps = start, (), []
        try:
            for t, g in enumerate(slopes, start=1):
                where = f"at step {t} from x = {listed(start)} with the slope {listed(g)}"
                x, *memory = one_step(my_momentum, (x, g, t, *memory), settings, where)
                steps.append(np.array([x, *memory]))
        except NotYet as trouble:
            return results, trouble
        results.append(np.array(steps))
    return results, None


def one_step(my_momentum, state, settings, where):
    """Return the x and the velocity that a learner's rule returns, or say what is wrong with their form."""
    answer = attempt(
        lambda *state: my_momentum(*state, **settings), state, where, "my_momentum", f"{END}.", my_momentum
    )
    shape = np.shape(state[0])
    parts = list(answer) if isinstance(answer, (tuple, list)) or np.shape(answer) == (2, *shape) else [answer]
    if len(parts) != 2:
        forgets = "only one thing, so it forgets its velocity" if len(parts) == 1 else f"{len(parts)} things"
        raise NotYet(f"my_momentum should return two things, x and velocity, but it returns {forgets}. {END}.")
    named = list(zip(("x", "velocity"), parts, strict=True))
    parts = [read_numbers(part, f"{where} {name} should be numbers, but it is") for name, part in named]
    for (name, _), part in zip(named, parts, strict=True):
        if np.shape(part) != shape:
            raise NotYet(f"{where} {name} should have the shape of x, {listed(state[0])}, but it is {kind(part)}.")
    return parts


def what_differs(results, truths):
    """Say where results differ first from the right ones, and why, where the slip is known."""
    case, step = first_apart(results, truths)
    slip = next((slip.words for slip in SLIPS if alike(results, driven(slip.wrong, len(results)))), "")
    if not slip and case == 3:
        slip = f"without settings the defaults should hold, as in  {HEAD}"
    name = next(k for k in (1, 0) if not same(results[case][step][k], truths[case][step][k]))
    mine, right = (listed(each[case][step][name], 6) for each in (results, truths))
    came = f"from x = {listed(CASES[case][0])}, {('x', 'the velocity')[name]} after step {step + 1} should be"
    return f"{came} {right}, yours is {mine}{f': {slip}' if slip else '.'}"


@exercise
def check_momentum(my_momentum):
    """Check momentum, written as a rule (lesson 8).

    Parameters
    ----------
    my_momentum : callable
        my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9) takes numbers, or arrays of one shape,
        and returns the new x and the new velocity.

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> def my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    ...     velocity = momentum * velocity + learning_rate * g
    ...     return x + velocity, velocity
    >>> check_momentum(my_momentum)
    not yet: from x = 8, the velocity after step 1 should be −1.6, yours is 1.6: it climbs.
    The velocity grows against the slope: β·v − η·g.
    """
    a_function(my_momentum, "my_momentum", ("x", "g", "t"))
    try:
        inspect.signature(my_momentum).bind(0.0, 0.0, 1, 0.0, **CASES[0][2])
    except (TypeError, ValueError):
        raise NotYet(f"it should begin with  {HEAD}") from None
    results, trouble = tried(my_momentum)
    truths = driven(momentum, len(results))
    if not alike(results, truths):
        raise NotYet(what_differs(results, truths))
    if trouble:
        raise trouble
    beyond = descend(quadratic([0, 0, 1]), 8, 1.2, optimizer=momentum, momentum=0.5)
    return (
        f"x and velocity, in {len(CASES)} runs of 3 steps, with numbers and with arrays. On x² with β = 0.5 this "
        f"rule settles even at the rate 1.2, after {beyond.nit} steps; plain descent is lost there from 1 on."
    )


SQUARE, START, BETA = quadratic([0, 0, 1]), 8.0, 0.9
CONVENTIONS = {
    "keras": (momentum, "v ← β·v − η·g, then x + v"),
    "pytorch": (pytorch, "v ← β·v + g, then x − η·v"),
    "damped": (damped, "v ← β·v + (1 − β)·g, then x − η·v"),
    "nesterov": (nesterov, "v ← β·v − η·g, then x + β·v − η·g"),
}
PROBE = [0.1, 0.1, 0.01, 0.01]  # rates by which all of them differ


class MysteryWalk:
    """A walk on x² from 8 with β = 0.9, in a convention that it does not tell.

    Called with a list of learning rates, one for each step, it returns the points: one more than rates.
    """

    def __init__(self, rule):
        self._rule = rule

    def __call__(self, rates):
        """Return the points of the walk with these rates."""
        rates = np.array(rates, dtype=float)
        if rates.ndim != 1 or not 1 <= len(rates) <= 1000 or not (np.isfinite(rates) & (rates >= 0)).all():
            raise ValueError(
                f"a list of 1 to 1000 learning rates is expected, such as [0.1, 0.1, 0.1], got {rates.tolist()}"
            )
        return points(self._rule, rates)

    def __repr__(self):
        return "a walk on x² from 8 with β = 0.9; call it with a list of learning rates"


def points(rule, rates):
    """Return the points of a walk on x² with a rate for each step."""
    there = walk(rule, SQUARE.gradient, START, lambda step: rates[step], {"momentum": BETA})
    return np.array([START, *(next(there) for _ in rates)])


def mystery_walks(seed=11):
    """Return three walks with momentum, each in another one of four conventions (lesson 8).

    Parameters
    ----------
    seed : int
        Another seed, another order.

    Returns
    -------
    list of MysteryWalk
        Each takes a list of learning rates, and returns the points.

    Examples
    --------
    >>> first, second, third = mystery_walks()
    >>> first([0.1, 0.1]).shape
    (3,)
    """
    rules = [rule for rule, _ in CONVENTIONS.values()]
    return [MysteryWalk(rules[k]) for k in np.random.default_rng(seed).permutation(len(rules))[:3]]


@exercise
def check_conventions(walks, my_names):
    """Check which convention each of some walks was said to have (lesson 8).

    Parameters
    ----------
    walks : list of callables
        Those of `mystery_walks`.
    my_names : list of str
        For each of them "keras", "pytorch", "damped" or "nesterov".

    Returns
    -------
    Feedback
        Right, or an experiment that speaks against one of the names.

    Examples
    --------
    >>> check_conventions([MysteryWalk(damped)], ["keras"])
    not yet: the first walk is not keras. With the rates [0.1] it goes to 7.84, and keras (v ←
    β·v − η·g, then x + v) would go to 6.4.
    """
    walks = list(walks) if isinstance(walks, (list, tuple)) else [walks]
    if not walks or not all(callable(each) for each in walks):
        raise NotYet("give the check the walks of mystery_walks() first, then your names.")
    names = names_of(my_names, len(walks))
    for which, one, name in zip(("first", "second", "third"), walks, names, strict=False):
        against = experiment(one, name)
        if against:
            raise NotYet(f"the {which} walk is not {name}. {against}")
    if len(set(names)) < len(names):  # cannot be right with walks of ours
        raise NotYet("each walk has another convention.")
    changed = [number(one(PROBE)[-1]) for one in walks]
    return f"{', '.join(names)}. With the rates {PROBE} they end at {', '.join(changed)}: one name, several rules."


def names_of(my_names, many):
    """Return the names that a learner gave, in our spelling, or say what was expected."""
    if not isinstance(my_names, (list, tuple, dict, np.ndarray)):
        raise NotYet(f"give a list of {many} names, such as {list(CONVENTIONS)[:many]}.")
    my_names = list(my_names.values() if isinstance(my_names, dict) else my_names)
    if len(my_names) != many:
        raise NotYet(f"{many} names are expected, one for each walk, but there are {len(my_names)}.")
    if all(name is None or name is ... for name in my_names):
        raise NotYet(f"put a name in place of each None: {', '.join(CONVENTIONS)}.")
    names = [name.strip().lower() if isinstance(name, str) else name for name in my_names]
    names = ["pytorch" if name == "torch" else name for name in names]
    for name in names:
        if not isinstance(name, str) or name not in CONVENTIONS:
            said = kind(name) if name is not None and name is not ... else "still missing"
            raise NotYet(f"each name should be one of {', '.join(CONVENTIONS)}, but one of yours is {said}.")
    if len(set(names)) < len(names):
        twice = max(names, key=names.count)
        raise NotYet(f"each walk has another convention, but {twice} is named {names.count(twice)} times.")
    return names


def experiment(one, name):
    """Return in words the shortest experiment that speaks against a name, or "" where none does."""
    rule, formula = CONVENTIONS[name]
    for many in range(1, len(PROBE) + 1):
        rates = PROBE[:many]
        there, would = one(rates)[-1], points(rule, rates)[-1]
        if not same(there, would):
            return (
                f"With the rates {rates} it goes to {number(there)}, and {name} ({formula}) would go to "
                f"{number(would)}."
            )
    return ""
