"""Five faults of a training: how each is seen in its curves, what it leaves behind, what speaks against it."""

from gdlesson.verdicts import count, number

LEAST = 10  # epochs: of fewer nothing can be told


def jumping(r):
    """Tell whether the loss jumps, is lost, or goes uphill."""
    return r.lost > 0 or r.jumps >= max(2, 0.03 * r.epochs) or uphill(r)


def uphill(r):
    """Tell whether the training loss ends clearly above where it was."""
    return r.late[0] > 1.1 * r.loss[0]


def dead(r):
    """Tell whether the loss stays near its place, and does not fall."""
    return r.moved < 0.05 and r.steady < 0.8 and r.late[0] > 0.98 * r.loss[0]


def crawling(r):
    """Tell whether the loss is still falling as it did in the beginning, or has hardly fallen."""
    early, late = r.falls
    return r.steady > 0.9 and (late > 0.25 * early or r.moved < 0.05)


def guessed(r):
    """Tell whether validation is no better than guessing, but perhaps by luck, though training does not get worse.

    Luck is a validation loss that was low while the training loss was not: nothing had been learnt by then.
    """
    if r.val_loss is r.loss:
        return False
    luck = r.loss[r.best_epoch - 1] > 0.95 * r.guessing
    return r.late[0] < 1.02 * r.loss[0] and r.late[1] > 0.92 * r.guessing and (luck or r.calm > 0.85 * r.guessing)


def overfitted(r):
    """Tell whether validation turns up, while the training loss goes on down."""
    rise = r.late[1] - r.calm
    return rise > max(0.15 * r.calm, 0.03 * r.guessing) and r.late[0] < r.loss[r.best_epoch - 1]


def too_short(r):
    """Return what is told of a training of a few epochs."""
    return f"{count(r.epochs, 'epoch')}: too few to tell, {LEAST} are needed."


def healthy(r):
    """Return what is told of a training without a fault."""
    validation = f" in training and to {number(r.late[1], 2)} in validation" if r.val_loss is not r.loss else ""
    still = "" if r.falls[1] < 0.1 * r.falls[0] else " It is still falling: more epochs may help."
    down = "down " if r.late[0] < r.loss[0] else ""
    return (
        f"Healthy: in {count(r.epochs, 'epoch')} the loss has come from {number(r.loss[0], 2)} {down}to "
        f"{number(r.late[0], 2)}{validation}.{still}"
    )


def wild(r):
    """Return how a loss jumps, is lost, or goes uphill."""
    if r.lost:
        return f"from epoch {r.lost} on the loss is no number any more"
    if uphill(r) and r.jumps < 2:
        return f"the training loss rises, from {number(r.loss[0], 2)} to {number(r.late[0], 2)}"
    least = number(0.1 * r.guessing, 1)
    if not r.jumps:
        return f"in no epoch does the training loss jump up by more than {least}"
    return f"in {r.jumps} of {r.epochs} epochs the training loss jumps up, by more than {least}"


def jumping_trace(r):
    """Return what a rate that is too large leaves behind."""
    return f"{wild(r)}."


def dead_trace(r):
    """Return what a dead start leaves behind."""
    where = "at" if r.moved < 0.005 else "near"
    return f"the loss stays {where} {number(r.loss[-1], 2)} from the first epoch to the last; nothing is learnt."


def crawling_trace(r):
    """Return what a rate that is too small leaves behind, and too few epochs, too."""
    early, late = (number(fall, 1) for fall in r.falls)
    return (
        f"the training loss falls all the time, by {early} in the first fifth of the epochs and still by {late} "
        f"in the last; at {number(r.late[0], 2)} it is on its way. (More epochs would help, too.)"
    )


def guessed_trace(r):
    """Return what labels leave behind that have nothing to do with the examples."""
    first, late, seen = (number(loss, 2) for loss in (r.loss[0], *r.late))
    return (
        f"the training loss goes from {first} to {late}, but in validation it ends near {seen}, and guessing has "
        f"{number(r.guessing, 2)}: what is learnt holds for the training examples alone."
    )


def overfitted_trace(r):
    """Return what overfitting leaves behind."""
    then, (now, late) = r.loss[r.best_epoch - 1], r.late
    return (
        f"the validation loss was lowest after epoch {r.best_epoch}, {number(r.best, 2)}, and ends near "
        f"{number(late, 2)}, while the training loss goes on from {number(then, 2)} down to {number(now, 2)}."
    )


def not_jumping(r):
    """Return what speaks against a rate that is too large."""
    return f"{wild(r)}. Steps that are too large make it jump again and again."


def not_dead(r):
    """Return what speaks against a dead start."""
    if r.lost:
        return f"{wild(r)}. That is the opposite of a loss that stays in its place."
    return f"its training loss moves, between {number(r.loss.max(), 2)} and {number(r.loss.min(), 2)}."


def not_crawling(r):
    """Return what speaks against a rate that is too small."""
    if jumping(r):
        return f"{wild(r)}. Small steps never make it jump."
    if dead(r):
        return "its loss does not fall at all. With a small rate it falls slowly, but in every epoch."
    if r.steady <= 0.9:
        return (
            f"its training loss falls in {r.steady:.0%} of the epochs. With a small rate it falls in nearly all."
        )
    early, late = (number(fall, 1) for fall in r.falls)
    return (
        f"its training loss falls by {early} in the first fifth of the epochs, and by {late} in the last: it has "
        "arrived. With a small rate it would still be on its way."
    )


def not_guessed(r):
    """Return what speaks against shuffled labels."""
    if r.lost or dead(r):
        return "its training loss does not fall. Shuffled labels can be learnt by heart, at least a little."
    if r.calm <= 0.85 * r.guessing:
        return (
            f"its validation loss comes down to {number(r.best, 2)}, and guessing has {number(r.guessing, 2)}: "
            "what it has learnt holds for examples that it has never seen."
        )
    return "its validation loss goes where the training loss goes. With shuffled labels the two part."


def never_good(r):
    """Return how a validation loss was no better than guessing, but perhaps by luck."""
    best, then = number(r.best, 2), number(r.loss[r.best_epoch - 1], 2)
    why = f"at best {best}, and guessing has {number(r.guessing, 2)}"
    if r.calm <= 0.85 * r.guessing:
        why = f"at best {best}, and that by luck, for the training loss was {then} then"
    return f"its validation loss was never good: {why}. An overfitting network first learns something that holds."


def not_overfitted(r):
    """Return what speaks against overfitting."""
    if jumping(r) or dead(r):
        what = wild(r) if jumping(r) else "its training loss does not fall"
        return f"{what}. An overfitting network does better and better in training."
    if guessed(r):
        return never_good(r)
    return f"its validation loss does not turn up: it ends near {number(r.late[1], 2)}, and was never much lower."


# each fault: how it is seen, what it leaves behind, and what is told to whoever suspects it where it is not
FAULTS = {
    "rate too large": (jumping, jumping_trace, not_jumping),
    "dead start": (dead, dead_trace, not_dead),
    "rate too small": (crawling, crawling_trace, not_crawling),
    "shuffled labels": (guessed, guessed_trace, not_guessed),
    "overfitting": (overfitted, overfitted_trace, not_overfitted),
}
