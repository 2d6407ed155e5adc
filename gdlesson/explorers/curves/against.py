"""What in the curves of a training speaks against a fault that it does not have: for the exercise of lesson 19."""

from gdlesson.explorers.curves import signs
from gdlesson.explorers.curves.telling import guess, wild
from gdlesson.explorers.curves.thresholds import FLAT, NEAR, STEADY
from gdlesson.words import number, percent


def not_jumping(r):
    """Return what speaks against a rate that is too large."""
    return f"{wild(r)}. Steps that are too large make it jump again and again."


def not_dead(r):
    """Return what speaks against a dead start."""
    if r.lost:
        return f"{wild(r)}. That is the opposite of a loss that stays where it is."
    return f"its training loss moves, between {number(r.loss.max(), 2)} and {number(r.loss.min(), 2)}."


def not_crawling(r):
    """Return what speaks against a rate that is too small."""
    if signs.jumping(r):
        return f"{wild(r)}. Small steps never make it jump."
    if r.moved < FLAT:
        return "its loss does not fall. With a small rate it falls slowly, but in every epoch."
    if r.steady <= STEADY:
        part = percent(r.steady)
        return f"its training loss falls in {part} of the epochs. With a small rate it falls in nearly all."
    early, late = (number(fall, 1) for fall in r.falls)
    return (
        f"its training loss falls by {early} in the first fifth of the epochs, and by {late} in the last: it has "
        "arrived. With a small rate it would still be falling."
    )


def not_guessed(r):
    """Return what speaks against shuffled labels."""
    if r.lost or r.moved < FLAT:
        return "its training loss does not fall. Shuffled labels can be learned by heart, at least a little."
    if r.facts.guessing and not signs.never_good(r):
        return (
            f"its validation loss comes down to {number(r.best, 2)}, and {guess(r.facts.val_guessing)}: what "
            "it has learned holds for examples that it has never seen."
        )
    return "its validation loss goes where the training loss goes. With shuffled labels the two part."


def not_overfitted(r):
    """Return what speaks against overfitting."""
    if signs.jumping(r) or r.moved < FLAT:
        what = wild(r) if signs.jumping(r) else "its training loss does not fall"
        return f"{what}. An overfitting network does better and better in training."
    if signs.guessed(r):
        return f"{no_better(r)}. An overfitting network first learns something that holds."
    return f"its validation loss does not turn up: it ends near {number(r.late[1], 2)}, and was never much lower."


def no_better(r):
    """Return how a validation loss was no better than guessing, except by luck."""
    best, then, level = number(r.best, 2), number(r.loss[r.best_epoch - 1], 2), r.facts.val_guessing
    if level is None:
        return f"its validation loss was never good: at best {best}"
    if r.calm <= NEAR * level:
        return (
            f"its validation loss was never good: at best {best}, and by luck, since the training loss was {then}"
        )
    return f"its validation loss was never good: at best {best}, and {guess(level)}"
