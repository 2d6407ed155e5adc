"""Exercises of lesson 20: three sets of examples, and settings that are chosen by the right one of them."""

from functools import lru_cache
from itertools import product

import numpy as np

from gdlesson.datasets import moons
from gdlesson.exercises.answers import a_number, a_whole_number, missing, settings
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind
from gdlesson.networks.network import Network
from gdlesson.networks.training import train
from gdlesson.words import apart, number

SETS = ("training", "validation", "test")
LIKE = {"learn_from": "training", "choose_by": "validation", "weight_decay": [0.0, 0.1], "units": [8, 16]}
TARGET = 0.35  # what the validation loss of the chosen network has to reach
EXAMPLES, SEEN, NOISE, SEEDS, EPOCHS = 48, 512, 0.35, 5, 100
MOST = {"pairs": 12, "weight_decay": 10.0, "units": 64}


@exercise
def check_general(my_plan):
    """Check a plan that chooses a network by the right set of examples, and opens the test set once (lesson 20).

    Parameters
    ----------
    my_plan : dict
        "weight_decay" and "units", lists of what is tried, 2 to 12 pairs in all; "learn_from" and "choose_by",
        each "training", "validation", "test" or "all". Each pair is a network with so many units in each of two
        layers, trained by Adam on 48 noisy points, 5 times with other points; its losses are the means. The pair
        with the lowest loss on `choose_by` is chosen. Right if the sets are the right ones, and the validation
        loss of the chosen pair is at most 0.35.

    Returns
    -------
    Feedback
        Correct, with the test loss of what was chosen, or what is wrong with the plan; then the test loss is not
        told.

    Examples
    --------
    >>> plan = {"learn_from": "training", "choose_by": "test", "weight_decay": [0.0, 0.1], "units": [8]}
    >>> check_general(plan)
    ✗ Not yet: you choose by the test set. A set that has helped to choose is no longer new, and
    its loss says too little: keep the test set locked until everything is chosen.
    """
    pairs, choose_by = read_plan(my_plan)
    losses = {pair: losses_of(*pair) for pair in pairs}
    chosen = min(pairs, key=lambda pair: losses[pair][choose_by])
    if choose_by == "training":
        raise NotYet(by_training(losses, chosen), "Choose by the set that the networks have not learned from.")
    validation, test = (losses[chosen][name] for name in ("validation", "test"))
    lowest = f"of {len(pairs)} networks, {told(chosen)} has the lowest validation loss"
    if not validation <= TARGET:
        seen = f"{lowest}, {apart(validation, TARGET, 2)}, but it should be at most {TARGET}."
        raise NotYet(f"{seen} The test set stays locked.", advice(pairs, chosen))
    return (
        f"{lowest}, {number(validation, 3)}. Now the test set is opened, once: on {SEEN} examples that have "
        f"had no say, its loss is {number(test, 3)}."
    )


def read_plan(plan):
    """Return the pairs of a plan, and which set chooses among them: that of training or that of validation."""
    learn_from, choose_by, decays, units = settings(plan, LIKE, "my_plan")
    learn_from, choose_by = one_or_more(learn_from, "learn_from"), one_or_more(choose_by, "choose_by")
    decays = each_of(decays, "weight_decay", a_decay)
    units = each_of(units, "units", lambda value, name: a_whole_number(value, name, 1, MOST["units"]))
    look_at_sets(learn_from, choose_by)
    pairs = list(product(decays, units))
    if len(pairs) < 2:
        raise NotYet("there is only 1 network, so there is nothing to choose.", "Give more numbers in a list.")
    if len(pairs) > MOST["pairs"]:
        seen = f"these are {len(pairs)} networks: {len(decays)} weight decays times {len(units)} numbers of units."
        raise NotYet(seen, f"Try at most {MOST['pairs']} at a time.")
    return pairs, choose_by[0]


def told(pair):
    """Return a pair in words."""
    decay, units = pair
    return f"the one with weight decay {number(decay)} and {units} unit{'s' * (units > 1)}"


def one_or_more(value, name):
    """Return which sets a learner means, a tuple of names."""
    names = [value] if isinstance(value, str) else value
    ways = 'should be "training", "validation", "test" or "all"'
    if not isinstance(names, (list, tuple, set)) or not names:
        raise NotYet(f"{name} {ways}, but it is {kind(value)}.")
    found = [each.strip().lower() if isinstance(each, str) else each for each in names]
    for each in found:
        if each not in (*SETS, "all"):
            raise NotYet(f"{name} {ways}, but it is {kind(each)}.")
    return SETS if "all" in found else tuple(each for each in SETS if each in found)


def each_of(values, name, read):
    """Return different numbers in a list; one number is a list of one."""
    if missing(values) or isinstance(values, (str, bytes, dict)):
        raise NotYet(f"{name} should be a list of numbers, such as {LIKE[name]}, but it is {kind(values)}.")
    values = values.tolist() if isinstance(values, np.ndarray) else values
    row = list(values) if isinstance(values, (list, tuple, set, range)) else [values]
    if not row or len(row) > 10 * MOST["pairs"]:
        raise NotYet(f"{name} is a list of {len(row)} numbers.", f"Give a few, such as {LIKE[name]}.")
    inside = name if len(row) == 1 else f"a number in {name}"
    return list(dict.fromkeys(read(value, inside) for value in row))


def a_decay(value, name):
    """Return a weight decay."""
    decay = a_number(value, name)
    if not 0 <= decay <= MOST["weight_decay"]:
        seen = f"{name} is {number(decay)}, but it should be from 0 to {MOST['weight_decay']:g}."
        raise NotYet(seen, "Below 0 the weights would grow." if decay < 0 else "")
    return decay


def look_at_sets(learn_from, choose_by):
    """Raise `NotYet` if the plan learns from, or chooses by, a set that is kept for something else."""
    if "test" in learn_from:
        advice = (
            "Once a network has learned them, its loss on them says nothing about new examples: keep them locked."
        )
        raise NotYet("your networks learn from the test examples.", advice)
    if "validation" in learn_from:
        advice = "Of examples that it has learned, a network knows the answers: then they can't choose any more."
        raise NotYet("your networks learn from the validation examples.", advice)
    if "test" in choose_by:
        advice = "keep the test set locked until everything is chosen."
        raise NotYet(
            f"you choose by the test set{' as well' if len(choose_by) > 1 else ''}.",
            f"A set that has helped to choose is no longer new, and its loss says too little: {advice}",
        )
    if len(choose_by) > 1:
        advice = "The training loss is low for whatever has been learned by heart. Choose by validation alone."
        raise NotYet("you choose by training and validation together.", advice)


def by_training(losses, chosen):
    """Return what comes of a choice by the training loss."""
    best = min(losses, key=lambda pair: losses[pair]["validation"])
    training, validation = (number(losses[chosen][name], 2) for name in ("training", "validation"))
    seen = f"you choose by the training loss: {told(chosen)} has the lowest, {training}"
    if best == chosen:
        return f"{seen}. On the validation examples its loss is {validation}."
    other = number(losses[best]["validation"], 2)
    return f"{seen}. On the validation examples its loss is {validation}, and {told(best)} has {other} there."


def advice(pairs, chosen):
    """Return what to try next."""
    decays, units = (sorted(set(each)) for each in zip(*pairs, strict=True))
    if chosen[0] == decays[-1] < MOST["weight_decay"]:
        return "The largest weight decay that you tried is best: try larger ones."
    if chosen[0] == decays[0] > 0:
        return "The smallest weight decay that you tried is best: try smaller ones."
    if len(units) == 1:
        return "Try other numbers of units, too."
    return "Try more weight decays around the best one, and other numbers of units."


@lru_cache(200)
def losses_of(decay, units):
    """Return the losses on the three sets, by name: the means of some trainings."""
    network, rows = Network((2, units, units, 1)), []
    for seed in range(SEEDS):
        sets = [moons(n, NOISE, 1000 * k + seed) for k, n in enumerate([EXAMPLES, SEEN, SEEN], start=3)]
        run = train(network, *sets[0], "adam", 0.02, 16, EPOCHS, seed, weight_decay=decay)
        rows.append([network.measure(run.p, *each)[0] for each in sets])
    return dict(zip(SETS, np.mean(rows, axis=0).tolist(), strict=True))
