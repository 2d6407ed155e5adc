"""Typical mistakes with the loop that trains a network (`check_training`): the loop, with one thing changed."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake


def looped(case, order="each", memory="kept", counted="steps", first=1, whole=True, more=0, ahead=False):
    """Return the parameters after a training, with one thing changed.

    `order` says when the examples are shuffled ("each" epoch, "once", "never", "drawn" with repeats), `memory`
    whether it lasts ("kept", "epoch", "step"), `counted` what t counts ("steps", "epoch", "epochs", "one"),
    `first` where t begins, `whole` whether a smaller last batch counts, `more` how many epochs there are besides,
    and `ahead` whether all gradients of an epoch are taken at its beginning.
    """
    rng, n, p, kept, t = np.random.default_rng(case.seed), len(case.y), case.p, (), first - 1
    rows = rng.permutation(n) if order == "once" else np.arange(n)
    for epoch in range(case.epochs + more):
        rows = rng.permutation(n) if order == "each" else rows
        begin = p
        kept, t = () if memory == "epoch" else kept, first - 1 if counted == "epoch" else t
        for k in range(0, n if whole else n - case.batch_size + 1, case.batch_size):
            batch = rng.integers(n, size=case.batch_size) if order == "drawn" else rows[k : k + case.batch_size]
            t = epoch + first if counted == "epochs" else first if counted == "one" else t + 1
            slope = case.gradient(begin if ahead else p, case.x[batch], case.y[batch])
            p, *kept = case.rule(p, slope, t, *(() if memory == "step" else kept))
    return p


def first_batch(case):
    """Return the parameters where every epoch takes a step on its first batch alone."""
    rng, p, kept = np.random.default_rng(case.seed), case.p, ()
    for t in range(1, case.epochs + 1):
        rows = rng.permutation(len(case.y))[: case.batch_size]
        p, *kept = case.rule(p, case.gradient(p, case.x[rows], case.y[rows]), t, *kept)
    return p


def all_at_once(case):
    """Return the parameters where each step uses all examples."""
    p, kept, t = case.p, (), 0
    for _ in range(case.epochs):
        for _ in range(0, len(case.y), case.batch_size):
            t += 1
            p, *kept = case.rule(p, case.gradient(p, case.x, case.y), t, *kept)
    return p


def plain(case):
    """Return the parameters of plain descent, whatever the rule is."""
    plainly = type(case)(**vars(case) | {"rule": lambda p, slope, t: (p - 0.01 * slope,)})
    return looped(plainly)


def changed(words, **changes):
    """Return the mistake of a loop with one thing changed."""
    return Mistake(lambda case: looped(case, **changes), words)


MISTAKES = [
    Mistake(lambda case: case.p, "p has not moved: return the one that the rule returned."),
    changed("The memory begins anew in each epoch. Create it once, before both loops.", memory="epoch"),
    changed("The memory is lost after each step. Hand it over: rule(p, …, t, *memory).", memory="step"),
    changed(
        "t and the memory begin anew in each epoch. Set both before both loops.", memory="epoch", counted="epoch"
    ),
    changed("t begins anew in each epoch. Count all steps: set it before both loops.", counted="epoch"),
    changed("t counts epochs. It should count steps, so add 1 in the inner loop.", counted="epochs"),
    changed("t stays 1. Add 1 at each step.", counted="one"),
    changed("t begins at 0. The first step is number 1.", first=0),
    changed("t is one ahead: the first step is number 1.", first=2),
    changed("The examples are shuffled only once. Shuffle them in each epoch.", order="once"),
    changed("The examples are never shuffled. Begin each epoch with rng.permutation(len(y)).", order="never"),
    changed(
        "The batches are drawn, so some examples come twice and some never. Shuffle, then cut.", order="drawn"
    ),
    changed("A smaller last batch is left out. Every example counts in every epoch.", whole=False),
    changed("That is one epoch too many.", more=1),
    changed("That is one epoch too few.", more=-1),
    changed("All gradients of an epoch are taken where it began. Take each at the current p.", ahead=True),
    Mistake(first_batch, "Only the first batch of each epoch is used. Is return, or the step, in the right loop?"),
    Mistake(all_at_once, "Each step uses all examples. Give gradient only x[rows] and y[rows]."),
    Mistake(plain, "That is plain descent, whatever the rule is. Use rule(p, …)."),
]
