"""What is looked for in the curves of a training: each sign is a question to a `Reading`, answered yes or no."""

import numpy as np

from gdlesson.explorers.curves.facts import EQUAL
from gdlesson.explorers.curves.thresholds import (
    FALLING,
    FAR,
    FLAT,
    HALF,
    HIGH,
    JAGGED,
    JUMP,
    LEAST_TURN,
    LUCKY,
    NEAR,
    OFTEN,
    PACE,
    SLOWLY,
    STEADY,
    TURN,
)


def lost(r):
    """Tell whether a loss is not finite, and the rate may be innocent: see `jumping`."""
    first = not np.isfinite(r.loss[0])
    return r.lost > 0 and (bool(np.isfinite(r.loss).all()) or r.facts.gaps or (first and r.facts.inputs is None))


def jumping(r):
    """Tell whether the training loss jumps, is lost, goes uphill, or begins far off and stays high."""
    return r.lost > 0 or leaping(r) or uphill(r) or far(r)


def leaping(r):
    """Tell whether the training loss jumps up again and again, and ends high or is jagged to the end."""
    often = OFTEN * r.epochs
    if r.facts.guessing and r.late[0] > HALF * r.facts.guessing and r.jumps >= max(2, often):
        return True
    return r.jumps >= max(2, 2 * often) and np.diff(second_half(r.loss)).clip(0).mean() > JAGGED * r.scale


def second_half(row):
    """Return the second half of the epochs."""
    return row[len(row) // 2 :]


def uphill(r):
    """Tell whether the training loss ends clearly above where it was."""
    return r.late[0] > (1 + JUMP) * r.loss[0]


def far(r):
    """Tell whether the first epoch threw the network far off, and it has not recovered."""
    return high(r) and r.loss[0] > FAR * r.facts.even


def single(r):
    """Tell whether all labels are the same."""
    return r.facts.counted and r.facts.guessing == 0


def frozen(r):
    """Tell whether nothing changed, except for the rounding of 32 bits."""
    return bool(max(np.ptp(r.loss), np.ptp(r.val_loss)) <= 1e-6 * abs(r.loss[0]))


def flat(r):
    """Tell whether the losses stay where they were from the first epoch on, and do not fall."""
    return r.moved < FLAT and not falling(r)


def falling(r):
    """Tell whether the losses are still falling at the end, in training and in validation."""
    return all(still_falls(row) for row in (r.loss, r.val_loss))


def still_falls(row):
    """Tell whether a loss fell from the fourth fifth of the epochs to the last, by more than its jitter."""
    parts = np.array_split(row, 5)
    before, now = parts[-2].mean(), parts[-1].mean()
    jitter = np.std(np.diff(np.concatenate(parts[-2:]))) / np.sqrt(len(parts[-1]))
    steady = np.mean(np.diff(second_half(row)) < 0) > STEADY
    return bool(before - now > max((SLOWLY if steady else FALLING) * (row[0] - now), 3 * jitter, 0))


def crawling(r):
    """Tell whether the loss is high and still falling; where guessing is unknown, falling at nearly one pace."""
    early, late = r.falls
    return falling(r) and (high(r) if r.facts.guessing else late > PACE * early)


def high(r):
    """Tell whether the training loss ends high, compared with guessing."""
    return r.facts.guessing is not None and r.late[0] > HIGH * r.facts.guessing


def near(r):
    """Tell whether the training loss ends near that of guessing."""
    return r.facts.guessing is not None and r.late[0] > NEAR * r.facts.guessing


def never_good(r):
    """Tell whether validation was never better than guessing, or by luck only: before anything was learned."""
    if not r.validated:
        return False
    level = r.facts.val_guessing
    if level is None:
        return r.calm > NEAR * r.val_loss[0]
    learned = min(r.loss[r.best_epoch - 1 : r.best_epoch + 1]) < NEAR * r.facts.guessing
    return r.calm > (LUCKY if not learned else NEAR) * level


def doubtful(r):
    """Tell whether validation was better than guessing, but never far."""
    return r.facts.val_guessing is not None and r.calm > HALF * r.facts.val_guessing


def parted(r):
    """Tell whether validation ends clearly above training, which got better."""
    training, validation = r.facts.guessing or r.scale, r.facts.val_guessing or r.scale
    return r.late[1] / validation - r.late[0] / training > JUMP and r.late[0] < r.loss[0]


def turned_up(r):
    """Tell whether validation turns up, while the training loss goes on down."""
    rise = r.late[1] - r.calm
    return rise > max(TURN * r.calm, LEAST_TURN * r.scale) and r.late[0] < r.loss[r.best_epoch - 1]


def apart(r):
    """Tell whether training ends low, and validation far above it."""
    return not high(r) and r.late[1] - r.late[0] > HIGH * r.scale


def bad_inputs(r):
    """Tell whether the inputs are known to be not scaled, and learning suffers, not only from equal weights."""
    unseen = r.facts.val_guessing is not None and r.late[1] > HIGH * r.facts.val_guessing
    suffers = jumping(r) or flat(r) or high(r) or unseen or crawling(r)
    return bool(r.facts.inputs) and suffers and EQUAL not in (r.facts.units or "")


def dead(r):
    """Tell whether the weights get no slopes, or all the same; where nobody could look, whether it seems so."""
    if r.facts.units:
        return near(r) or flat(r) or (EQUAL in r.facts.units and high(r))
    untold = r.facts.units is None and flat(r)
    return (untold or frozen(r)) and (r.facts.guessing is None or high(r))


def guessed(r):
    """Tell whether training gets better and validation never gets better than guessing."""
    return never_good(r) and parted(r)


def stuck(r):
    """Tell whether it all ends near guessing."""
    return near(r) or (r.facts.guessing is not None and never_good(r))


def overfitted(r):
    """Tell whether the network gets better on its training examples alone."""
    return turned_up(r) or apart(r)


def accuracy_when_best(r):
    """Return the accuracy after the best epoch, in validation if there is any; None where nobody measured it."""
    row = r.history.get("val_accuracy", r.history.get("accuracy"))
    return None if row is None else float(row[r.best_epoch - 1])


def constant(r):
    """Tell whether the accuracy stood still at the end, as that of a network that always gives the same answer."""
    row = r.history.get("accuracy")
    return row is not None and np.ptp(row[-(r.epochs // 5) :]) == 0
