"""The exercises of lesson 10: Adam from scratch, and an optimizer and a rate chosen for a task."""

import inspect
from functools import partial

import numpy as np

from gdlesson.descent import descend_many
from gdlesson.exercises.feedback import (
    NotYet,
    a_function,
    a_number,
    attempt,
    exercise,
    kind,
    listed,
    read_numbers,
    same,
)
from gdlesson.exercises.slips import Slip, alike, first_apart
from gdlesson.functions import Function
from gdlesson.optimizers import RULES, adam
from gdlesson.rulecheck import KNOWN
from gdlesson.surfaces import bowl
from gdlesson.verdicts import number

HEAD = "def my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):"
END = "End it with  return x, m, v"


def mean(m, g, beta):
    """Return the fading mean, with the new part in it."""
    return beta * m + (1 - beta) * g


def keras(x, g, t, m, v, a, b, c, e):
    """Return Adam's step, with ε beside the root of the v that is not corrected."""
    return a * np.sqrt(1 - c**t) / (1 - b**t) * m / (np.sqrt(v) + e)


def paper(x, g, t, m, v, a, b, c, e):
    """Return Adam's step in the form of the paper's algorithm 1, and PyTorch's: ε beside the corrected root."""
    return a * (m / (1 - b**t)) / (np.sqrt(v / (1 - c**t)) + e)


def rule(
    x,
    g,
    t,
    m=0.0,
    v=0.0,
    learning_rate=0.001,
    beta_1=0.9,
    beta_2=0.999,
    epsilon=1e-7,
    way=keras,
    first=mean,
    second=lambda v, g, beta: mean(v, g * g, beta),
    back=lambda x, m, v, old: (x, m, v),
):
    """Take a step of Adam, or of one with a slip: in its step, in one of its means, in what it gives back."""
    old, m, v = (x, m, v), first(m, g, beta_1), second(v, g, beta_2)
    x = x - way(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon)
    return back(x, m, v, old)


def swapped(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, way=keras):
    """Take a step of Adam with β₁ and β₂ in each other's place."""
    return rule(x, g, t, m, v, learning_rate, beta_2, beta_1, epsilon, way=way)


def stale(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, way=keras, keep=""):
    """Take a step of Adam with the m or v (those in `keep`) that came in, and renew them afterwards."""
    new_m, new_v = mean(m, g, beta_1), mean(v, g * g, beta_2)
    used = m if "m" in keep else new_m, v if "v" in keep else new_v
    return x - way(x, g, t, *used, learning_rate, beta_1, beta_2, epsilon), new_m, new_v


def corrected_back(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Take a step of Adam, and give back the corrected means."""
    x, m, v = rule(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon, way=paper)
    return x, m / (1 - beta_1**t), v / (1 - beta_2**t)


FROM_ONE = "t counts from 1 already. Take beta_1**t and beta_2**t as they are."
ROOT = "the root is missing: divide by the square root of v, np.sqrt(v)."
INSIDE = "epsilon stands inside the root. Add it afterwards: np.sqrt(v) + epsilon."
SLIPS = [
    Slip(
        partial(rule, way=lambda x, g, t, m, v, a, b, c, e: a * m / (np.sqrt(v) + e)),
        "the bias correction is missing: the factor √(1 − β₂ᵗ) / (1 − β₁ᵗ).",
    ),
    Slip(
        partial(rule, way=lambda x, g, t, m, v, a, b, c, e: a * m / (1 - b**t) / (np.sqrt(v) + e)),
        "only m is corrected. v begins at 0, too: the factor √(1 − β₂ᵗ) is missing.",
    ),
    Slip(
        partial(rule, way=lambda x, g, t, m, v, a, b, c, e: a * m * np.sqrt(1 - c**t) / (np.sqrt(v) + e)),
        "only v is corrected. m begins at 0, too: divide by 1 − β₁ᵗ.",
    ),
    Slip(
        partial(rule, way=lambda x, g, t, m, v, a, b, c, e: a * m / (np.sqrt(v / (1 - c**t)) + e)),
        "only v is corrected. m begins at 0, too: divide by 1 − β₁ᵗ.",
    ),
    *[
        slip
        for way in (keras, paper)
        for slip in (
            Slip(
                partial(rule, way=lambda x, g, t, *rest, way=way: way(x, g, t - 1, *rest)),
                f"the correction is that of the step before, so the first one divides by 0: {FROM_ONE}",
            ),
            Slip(
                partial(rule, way=lambda x, g, t, *rest, way=way: way(x, g, t + 1, *rest)),
                f"the correction is that of the next step: {FROM_ONE}",
            ),
            Slip(
                partial(rule, way=lambda *case, way=way: -way(*case)),
                "it climbs. Go against m: x − learning_rate · …",
            ),
            Slip(
                partial(rule, way=lambda x, *case, way=way: x + way(x, *case)),
                "it puts the step in place of x. Take the step from where it is: x − …",
            ),
            Slip(
                partial(rule, way=lambda x, g, t, m, v, a, *rest, way=way: way(x, g, t, m, v, 1.0, *rest)),
                "the learning rate is forgotten.",
            ),
            Slip(
                partial(rule, way=lambda x, g, t, m, v, *rest, way=way: way(x, g, t, m, v, *rest[:-1], 0.0)),
                "epsilon is missing: √v + ε, so that nothing is divided by 0 where the slopes are.",
            ),
            Slip(
                partial(rule, way=lambda x, g, t, m, *rest, way=way: way(x, g, t, g, *rest)),
                "the step goes by the slope g. Go by its mean, m.",
            ),
            Slip(
                partial(rule, way=way, second=lambda v, g, beta: mean(v, g, beta)),
                "v is a mean of the slopes, not of their squares: (1 − β₂) · g².",
            ),
            Slip(
                partial(rule, way=way, second=lambda v, g, beta: mean(v, abs(g), beta)),
                "v is a mean of |g|. Square the slopes: (1 − β₂) · g².",
            ),
            Slip(
                partial(rule, way=way, second=lambda v, g, beta: beta * v + ((1 - beta) * g) ** 2),
                "in v the 1 − β₂ is squared as well. Set no brackets around it: (1 − β₂) · g².",
            ),
            Slip(
                partial(rule, way=way, first=lambda m, g, beta: beta * m + g),
                "m sums the slopes up. For a mean the new one counts 1 − β₁: m = β₁·m + (1 − β₁)·g.",
            ),
            Slip(
                partial(rule, way=way, second=lambda v, g, beta: beta * v + g * g),
                "v sums the squares up. For a mean the new one counts 1 − β₂: v = β₂·v + (1 − β₂)·g².",
            ),
            Slip(
                partial(
                    rule,
                    way=way,
                    first=lambda m, g, beta: beta * m + g,
                    second=lambda v, g, beta: beta * v + g * g,
                ),
                "m and v are sums. For means the new part counts 1 − β: m = β₁·m + (1 − β₁)·g, and v alike.",
            ),
            Slip(
                partial(
                    rule,
                    way=way,
                    first=lambda m, g, beta: mean(m, g, 1 - beta),
                    second=lambda v, g, beta: mean(v, g * g, 1 - beta),
                ),
                "β and 1 − β have changed places: what was before counts β, the new part 1 − β.",
            ),
            Slip(partial(swapped, way=way), "β₁ and β₂ are swapped: β₁ belongs to m, β₂ to v."),
            *[
                Slip(
                    partial(stale, way=way, keep=keep),
                    f"the step is taken with the {' and '.join(keep)} that came in. Renew m and v first.",
                )
                for keep in ("m", "v", "mv")
            ],
            Slip(
                partial(rule, way=way, back=lambda x, m, v, old: (x, *old[1:])),
                "it returns the m and v that came in, so it forgets. Return the new ones.",
            ),
            Slip(
                partial(rule, way=way, back=lambda x, m, v, old: (old[0], m, v)),
                "x stays where it is: return the new x.",
            ),
            Slip(
                partial(rule, way=way, back=lambda x, m, v, old: (x, v, m)),
                f"m and v are returned in the wrong order. {END}.",
            ),
        )
    ],
    Slip(
        corrected_back,
        "it gives back the corrected m and v, and the next step corrects them again. Give the corrected ones "
        "other names, and return m and v themselves.",
    ),
    *[
        Slip(partial(rule, way=lambda *case, way=way: way(*case)), words)
        for words, ways in {
            ROOT: [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c**t) / (1 - b**t) * m / (v + e),
                lambda x, g, t, m, v, a, b, c, e: a * (1 - c**t) / (1 - b**t) * m / (v + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b**t)) / (v / (1 - c**t) + e),
            ],
            INSIDE: [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c**t) / (1 - b**t) * m / np.sqrt(v + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b**t)) / np.sqrt(v / (1 - c**t) + e),
            ],
            "in the correction 1 − β₂ᵗ needs its root, too: √(1 − β₂ᵗ) / (1 − β₁ᵗ).": [
                lambda x, g, t, m, v, a, b, c, e: a * (1 - c**t) / (1 - b**t) * m / (np.sqrt(v) + e),
            ],
            "the correction is upside down: √(1 − β₂ᵗ) / (1 − β₁ᵗ).": [
                lambda x, g, t, m, v, a, b, c, e: a * (1 - b**t) / np.sqrt(1 - c**t) * m / (np.sqrt(v) + e),
            ],
            "in the correction β₁ and β₂ are swapped: √(1 − β₂ᵗ) / (1 − β₁ᵗ).": [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - b**t) / (1 - c**t) * m / (np.sqrt(v) + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - c**t)) / (np.sqrt(v / (1 - b**t)) + e),
            ],
            "the correction takes β itself. Take its power: beta_1**t and beta_2**t.": [
                lambda x, g, t, m, v, a, b, c, e: keras(x, g, 1, m, v, a, b, c, e),
                lambda x, g, t, m, v, a, b, c, e: paper(x, g, 1, m, v, a, b, c, e),
            ],
            "the correction takes β times t. Take its power: beta_1**t and beta_2**t.": [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c * t) / (1 - b * t) * m / (np.sqrt(v) + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b * t)) / (np.sqrt(v / (1 - c * t)) + e),
            ],
            "epsilon is added to the whole step. Set brackets: / (np.sqrt(v) + epsilon).": [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c**t) / (1 - b**t) * m / np.sqrt(v) + e,
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c**t) / (1 - b**t) * m / np.sqrt(v) - e,
                lambda x, g, t, m, v, a, b, c, e: a * (np.sqrt(1 - c**t) / (1 - b**t) * m / np.sqrt(v) + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b**t)) / np.sqrt(v / (1 - c**t)) + e,
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b**t)) / np.sqrt(v / (1 - c**t)) - e,
            ],
        }.items()
        for way in ways
    ],
    *[
        Slip(
            lambda *state, way=way, name=name, usual=usual, **settings: rule(
                *state, **(settings | {name: usual}), way=way
            ),
            f"{name} is always {usual:g}. Use the {name} that is given.",
        )
        for way in (keras, paper)
        for name, usual in {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}.items()
    ],
]

# where to begin, the slopes of three steps, and the settings
CASES = [
    (8.0, [46.0, 45.4, 44.8], {"learning_rate": 0.1, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}),
    (1.0, [0.5, -0.3, 0.2], {"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 0.01}),
    (
        np.array([1.0, -2.0]),
        [np.array([3.0, -0.5]), np.array([-1.0, 0.25]), np.array([0.5, 0.5])],
        {"learning_rate": 0.3, "beta_1": 0.7, "beta_2": 0.9, "epsilon": 0.1},
    ),
    (-3.0, [2.0, 1.0, 4.0], {}),
]


def driven(function, most):
    """Return what a rule of ours returns at every step of the first cases: one array of (x, m, v) for each."""
    results = []
    for x, slopes, settings in CASES[:most]:
        memory, steps = [np.zeros(np.shape(x)), np.zeros(np.shape(x))], []
        for t, g in enumerate(slopes, start=1):
            x, *memory = function(x, np.array(g), t, *memory, **settings)
            steps.append([x, *memory])
        results.append(np.array(steps, dtype=float))
    return results


def tried(my_adam):
    """Return the same of the learner's rule, and the `NotYet` that ended it before the last case, or None."""
    results = []
    for x, slopes, settings in CASES:
        memory, steps = (), []
        try:
            for t, g in enumerate(slopes, start=1):
                where = f"at step {t} from x = {listed(CASES[len(results)][0])} with the slope {listed(g)}"
                x, *memory = one_step(my_adam, x, g, t, memory, settings, where)
                steps.append(np.array([x, *memory]))
        except NotYet as trouble:
            return results, trouble
        results.append(np.array(steps))
    return results, None


def one_step(my_adam, x, g, t, memory, settings, where):
    """Return x, m and v that a learner's rule returns, or say what is wrong with their form."""
    try:
        answer = attempt(
            lambda *state: my_adam(*state, **settings), (x, g, t, *memory), where, "my_adam", f"{END}.", my_adam
        )
    except NotYet as trouble:
        if np.ndim(x) and "scalar" in str(trouble):
            raise NotYet(f"{trouble} math.sqrt takes one number; np.sqrt takes rows of them, too.") from None
        if t == 1 and "ZeroDivisionError" in str(trouble):
            raise NotYet(f"{trouble} Is it the correction? {FROM_ONE}") from None
        raise
    parts = answer if isinstance(answer, (tuple, list)) else [answer]
    if isinstance(answer, np.ndarray) and np.shape(answer)[:1] == (3,):
        parts = list(answer)
    if len(parts) != 3:
        forgets = "only one thing, so it forgets its memory" if len(parts) == 1 else f"{len(parts)} things"
        raise NotYet(f"my_adam should return three things, x, m and v, but it returns {forgets}. {END}.")
    parts = [
        read_numbers(part, f"{where} {name} should be numbers, but it is")
        for part, name in zip(parts, "xmv", strict=True)
    ]
    for part, name in zip(parts, "xmv", strict=True):
        if np.shape(part) != np.shape(x):
            raise NotYet(f"{where} {name} should have the shape of x, {listed(x)}, but it is {kind(part)}.")
    return parts


def what_differs(results, truths):
    """Say where results differ first from the right ones, and why, where the slip is known."""
    case, step = first_apart(results, truths)
    slip = next((slip.words for slip in SLIPS if alike(results, driven(slip.wrong, len(results)))), "")
    if not slip and case == 3:
        slip = f"without settings the defaults should hold, as in  {HEAD}"
    name = next(k for k in (1, 2, 0) if not same(results[case][step][k], truths[case][step][k]))
    mine, right = (each[case][step][name] for each in (results, truths))
    came = f"from x = {listed(CASES[case][0])}, {'xmv'[name]} after step {step + 1} should be"
    return f"{came} {listed(right, 6)}, yours is {listed(mine, 6)}{f': {slip}' if slip else '.'}"


@exercise
def check_adam(my_adam):
    """Check Adam, written from scratch (lesson 10).

    Parameters
    ----------
    my_adam : callable
        my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7) takes numbers,
        or arrays of one shape, and returns the new x, m and v. Also right is the form with m / (1 − β₁ᵗ) and
        √(v / (1 − β₂ᵗ)) + ε, which differs by a trace of ε.

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> def my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    ...     m = beta_1 * m + (1 - beta_1) * g
    ...     v = beta_2 * v + (1 - beta_2) * g**2
    ...     return x - learning_rate * m / (np.sqrt(v) + epsilon), m, v
    >>> check_adam(my_adam)
    not yet: from x = 8, x after step 1 should be 7.9, yours is 7.6838: the bias correction is
    missing: the factor √(1 − β₂ᵗ) / (1 − β₁ᵗ).
    """
    a_function(my_adam, "my_adam", ("x", "g", "t"))
    try:
        inspect.signature(my_adam).bind(0.0, 0.0, 1, 0.0, 0.0, **CASES[0][2])
    except (TypeError, ValueError):
        raise NotYet(f"it should begin with  {HEAD}") from None
    results, trouble = tried(my_adam)
    truths, other = driven(adam, len(results)), driven(partial(rule, way=paper), len(results))
    as_paper = alike(results, other)
    if results and not as_paper and not alike(results, truths):
        raise NotYet(what_differs(results, truths))
    if trouble:
        raise trouble
    form = "Yours corrects m and v themselves, as the paper and PyTorch do; Keras's form differs by a trace of ε. "
    first = [abs(result[0][0] - case[0]) for result, case in zip(results, CASES, strict=True)]
    return (
        f"m, v and x, in {len(CASES)} runs of 3 steps, with numbers and with arrays. {form if as_paper else ''}"
        f"With the slope 46 and the rate 0.1 your first step is {number(first[0])} long, with the slope 2 and the "
        f"rate 0.001 it is {number(first[3])}: the size of the slope has dropped out."
    )


UNITS, NEAR, WITHIN, BEGIN = 1e6, 0.01, 150, np.array([-3.0, 2.0])
STEEP = Function(
    lambda p: UNITS * bowl(100)(p), lambda p: UNITS * bowl(100).gradient(p), "a steep bowl", bowl(100).view
)
RATES = np.logspace(-10, 3, 131)


def distances(name, rates):
    """Return how far from the minimum an optimizer is at each of twice as many steps as are allowed, per rate."""
    slope = Function(STEEP.value, lambda p: UNITS * np.array([p[0], 100 * p[1]]), STEEP.name, STEEP.view)
    path = descend_many(slope, BEGIN, np.atleast_1d(rates), 2 * WITHIN, name)
    return np.where(np.isfinite(path).all(axis=1), np.hypot(path[:, 0], path[:, 1]), np.inf)


@exercise
def check_optimizer_choice(my_optimizer, my_rate):
    """Check an optimizer and a learning rate that are to arrive in time on a steep narrow bowl (lesson 10).

    Parameters
    ----------
    my_optimizer : str or callable
        One of `gdlesson.optimizers`, or its name, at its default settings.
    my_rate : float
        Right where the run on 10⁶ times `bowl(100)` from (−3, 2) is within 0.01 of the minimum at step 150, and
        stays there for 150 steps more.

    Returns
    -------
    Feedback
        Right, or what the run did instead, and whether any rate could help.

    Examples
    --------
    >>> check_optimizer_choice("adam", 0.001)
    not yet: with adam and 0.001 the minimum is still 3.4 away after 150 steps, and the way
    was 3.61. Take a larger learning rate.
    """
    if my_optimizer is None or my_optimizer is ...:
        raise NotYet("put the name of an optimizer in place of None, such as 'momentum'.")
    name = next((rule.__name__ for rule in RULES if rule is my_optimizer), my_optimizer)
    if not isinstance(name, str) or name not in KNOWN:
        raise NotYet(f"my_optimizer should be one of {', '.join(KNOWN)}, but it is {kind(my_optimizer)}.")
    rate = a_number(my_rate, "my_rate", "put a number in place of None, for my_rate.")
    if rate <= 0:
        raise NotYet(f"my_rate should be above 0, but it is {number(rate)}.")
    far = distances(name, rate)[:, 0]
    if (far[WITHIN:] <= NEAR).all():
        arrived = int(np.flatnonzero(far > NEAR)[-1]) + 1
        return (
            f"{name} with {number(rate)} is within {NEAR} of the minimum after {arrived} steps, and stays there."
        )
    raise NotYet(f"with {name} and {number(rate)} {what_happened(far)}. {advice(name, rate)}")


def what_happened(far):
    """Say where a run was at the step at which it should have arrived."""
    if not np.isfinite(far).all():
        return f"the run leaves the range of numbers at step {int(np.argmin(np.isfinite(far)))}"
    here, way = number(far[WITHIN], 3), number(far[0], 3)
    if far[WITHIN] > far[0]:
        return f"the run is {here} away after {WITHIN} steps, farther than at its start, {way}"
    if far[WITHIN] <= NEAR:
        return f"it comes near in time, but does not stay: later it is {number(far[WITHIN:].max(), 3)} away again"
    return f"the minimum is still {here} away after {WITHIN} steps, and the way was {way}"


def advice(name, rate):
    """Say which way to turn the rate, or that no rate helps."""
    farthest = distances(name, RATES)[WITHIN:].max(axis=0)
    good = RATES[farthest <= NEAR]
    if not len(good):
        best = int(np.argmin(farthest))
        return (
            f"No rate helps: with the best that we found, {number(RATES[best], 2)}, it is still up to "
            f"{number(farthest[best], 2)} away. Choose another optimizer."
        )
    nearest = good[np.argmin(abs(np.log(good / rate)))]
    return f"Take a {'larger' if nearest > rate else 'smaller'} learning rate."
