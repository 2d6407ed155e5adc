"""Phrases that the words about a training share."""

import numpy as np

from gdlesson.explorers.curves import signs
from gdlesson.explorers.curves.thresholds import JUMP, LEAST
from gdlesson.words import count, number


def joined(*sentences):
    """Return sentences in one row, without the empty ones."""
    return " ".join(filter(None, sentences))


def too_short(r):
    """Return what can be said of a few epochs."""
    few = f"{count(r.epochs, 'epoch')} {'is' if r.epochs == 1 else 'are'} too few to tell: {LEAST} are needed."
    first, last = number(r.loss[0], 2), number(r.loss[-1], 2)
    return joined(few, r.epochs > 1 and f"So far the training loss went from {first} to {last}.")


def ends(r):
    """Return where the losses end."""
    training, validation = number(r.late[0], 2), number(r.late[1], 2)
    return f"{training} in training and {validation} in validation" if r.validated else training


def guess(loss):
    """Return what guessing scores."""
    return f"guessing scores {number(loss, 2)}"


def gone(losses, epoch):
    """Return what a loss is that is not finite after an epoch, and whether it stays so."""
    rest = losses[epoch - 1 :]
    stays = not np.isfinite(rest).any()
    what = "too large for a number" if np.isinf(rest if stays else rest[:1]).all() else "not a number"
    return f"{what} from epoch {epoch} on" if stays else f"{what} in epoch {epoch}"


def wild(r):
    """Return how a loss jumps, is lost, goes uphill, or begins far off."""
    if r.lost:
        row = r.val_loss if np.isfinite(r.loss[r.lost - 1]) else r.loss
        return f"the loss is {gone(row, r.lost)}"
    if signs.uphill(r) and r.jumps < 2:
        return f"the training loss rises, from {number(r.loss[0], 2)} to {number(r.late[0], 2)}"
    if signs.far(r) and r.jumps < 2:
        return f"the training loss begins at {number(r.loss[0], 2)}, where {guess(r.facts.guessing)}"
    least, often = number(JUMP * r.scale, 1), r.jumps or "none"
    return f"the training loss jumps up by more than {least} in {often} of {count(r.epochs, 'epoch')}"
