"""What is looked for in the curves of a training: each sign is a question to a `Reading`, answered by yes or no.

All thresholds are here. Where the loss of guessing is known, losses are measured in parts of it: a loss of 0.45 is
good for labels of which each half is yes, and no better than guessing where 1 in 6 is.
"""

import numpy as np

from gdlesson.explorers.curves.facts import EQUAL

LEAST = 10  # epochs: fewer tell nothing
JUMP = 0.1  # a rise in one epoch that is called a jump, in parts of guessing
OFTEN = 0.03  # in so many of the epochs, and at least twice, a loss jumps that is called wild, if it ends
HALF = 0.5  # above this, in parts of guessing,
JAGGED = 0.02  # or rises by more than this in an epoch of the second half, on the average, in parts of guessing
FAR = 2.5  # a first loss that is called far off, in parts of that of even odds
NEAR = 0.9  # from here on a loss is called no better than guessing, in parts of it: luck and a little memory are less
HIGH = 0.35  # from here on a loss at the end wants to be explained, in parts of guessing
FLAT = 0.02  # a loss that moves less is called flat, in parts of its first value
FALLING = 0.1  # a loss that falls so much from the fourth fifth of the epochs to the last, in parts of its whole fall
RISE = 0.15  # a validation loss that ends so far above its lowest value turns up, in parts of that value
PART = 0.05  # and at least so far, in parts of guessing
GAP = 0.3  # a distance of the two lines at the end that wants to be explained, in parts of guessing


def lost(r):
    """Tell whether a loss is not finite, and the rate may be innocent: see `jumping`."""
    first = not np.isfinite(r.loss[0])
    return r.lost > 0 and (bool(np.isfinite(r.loss).all()) or r.facts.gaps or (first and r.facts.inputs is None))


def jumping(r):
    """Tell whether the training loss jumps, is lost, goes uphill, or begins far off and stays high."""
    return r.lost > 0 or leaping(r) or uphill(r) or far(r)


def leaping(r):
    """Tell whether the training loss jumps up again and again, and ends high or is jagged to the end."""
    if r.jumps < max(2, OFTEN * r.epochs):
        return False
    ends_high = r.facts.guessing is not None and r.late[0] > HALF * r.facts.guessing
    return ends_high or np.diff(r.loss[r.epochs // 2 :]).clip(0).mean() > JAGGED * r.scale


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
    """Tell whether nothing changed, to the last digit but for the order of a sum."""
    return max(np.ptp(r.loss), np.ptp(r.val_loss)) <= 1e-9 * abs(r.loss[0])


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
    return bool(before - now > max(FALLING * (row[0] - now), 3 * jitter, 0))


def crawling(r):
    """Tell whether the loss is high and still falling; where guessing is unknown, falling at nearly one pace."""
    early, late = r.falls
    return falling(r) and (high(r) if r.facts.guessing else late > 0.25 * early)


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
    learned = min(r.loss[r.best_epoch - 1 : r.best_epoch + 1]) < 0.95 * r.facts.guessing
    return r.calm > NEAR * level or (r.calm > 0.8 * level and not learned)


def parted(r):
    """Tell whether validation ends clearly above training, which got better."""
    training, validation = r.facts.guessing or r.scale, r.facts.val_guessing or r.scale
    return r.late[1] / validation - r.late[0] / training > JUMP and r.late[0] < r.loss[0]


def turned_up(r):
    """Tell whether validation turns up, while the training loss goes on down."""
    rise = r.late[1] - r.calm
    return rise > max(RISE * r.calm, PART * r.scale) and r.late[0] < r.loss[r.best_epoch - 1]


def apart(r):
    """Tell whether training ends low, and validation far above it."""
    return not high(r) and r.late[1] - r.late[0] > GAP * r.scale


def bad_inputs(r):
    """Tell whether the inputs are known to be not scaled, and learning suffers, not only from equal weights."""
    suffers = jumping(r) or flat(r) or high(r) or crawling(r)
    return bool(r.facts.inputs) and suffers and EQUAL not in (r.facts.units or "")


def dead(r):
    """Tell whether nothing was learned because no slope gets through; where nobody could look, whether it seems so."""
    if frozen(r) or (r.facts.units and (near(r) or flat(r))):
        return True
    return r.facts.units is None and flat(r) and (r.facts.guessing is None or high(r))


def guessed(r):
    """Tell whether training gets better and validation never gets better than guessing."""
    return never_good(r) and parted(r)


def stuck(r):
    """Tell whether it all ends near guessing."""
    return near(r) or (r.facts.guessing is not None and never_good(r))


def overfitted(r):
    """Tell whether the network gets better on its training examples alone."""
    return turned_up(r) or apart(r)
