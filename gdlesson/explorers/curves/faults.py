"""What can be found in the curves of a training, in the order in which it is looked for, and the words for each."""

from typing import NamedTuple

import numpy as np

from gdlesson.explorers.curves import signs
from gdlesson.explorers.curves.signs import JUMP, LEAST, NEAR
from gdlesson.verdicts import count, number


def too_short(r):
    """Return what can be said of a few epochs."""
    first, last = number(r.loss[0], 2), number(r.loss[-1], 2)
    seen = f"; the training loss so far: from {first} to {last}" if r.epochs > 1 else ""
    return f"{count(r.epochs, 'epoch')}: too few to tell, {LEAST} are needed{seen}."


def ends(r):
    """Return where the losses end."""
    training, validation = number(r.late[0], 2), number(r.late[1], 2)
    return f"{training} in training and {validation} in validation" if r.validated else training


def guess(r, loss):
    """Return what guessing scores."""
    how = "always predicting the base rate" if r.facts.counted else "guessing"
    return f"{how} scores {number(loss, 2)}"


def unlabeled(r):
    """Return what another frequency of the labels would mean, where nobody has given them and it matters."""
    rows = [r.history.get(name) for name in ("val_accuracy", "accuracy")]
    right = next((row for row in rows if row is not None), None)
    if right is None or r.facts.counted or r.facts.guessing is None:
        return ""
    share = float(right[r.best_epoch - 1])
    always = -sum(p * np.log(p) for p in (share, 1 - share) if p > 0)
    if not (always and share > 0.6 and r.calm > NEAR * always):
        return ""
    return (
        f"But if {share:.0%} of the labels are the same, it is no better than guessing: to find out, pass the "
        "examples, diagnose(fit, x, y)."
    )


def capital(sentence):
    """Return a sentence with a capital letter at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def unseen(r):
    """Return what cannot be seen without validation."""
    return "" if r.validated else "Without validation examples, overfitting and shuffled labels cannot be seen."


def look(r):
    """Return how to find out whether inputs are to blame, where they are unknown."""
    return "" if r.facts.inputs is not None else "Inputs that are not scaled do the same: look at x.min() and x.max()."


def joined(*sentences):
    """Return sentences in one row, without the empty ones."""
    return " ".join(filter(None, sentences))


def healthy_trace(r):
    """Return how a training went that has no fault."""
    way = "fell" if r.late[0] < r.loss[0] else "went"
    return f"in {count(r.epochs, 'epoch')} the loss {way} from {number(r.loss[0], 2)} to {ends(r)}."


def healthy_advice(r):
    """Return what may still help."""
    more = "It is still falling: more epochs may help." if signs.falling(r) else ""
    rough = f"In {r.jumps} epochs it jumped: a smaller rate is calmer." if r.jumps > 1 else ""
    return joined(more, rough, unlabeled(r), unseen(r))


def lost_trace(r):
    """Return which loss is not a number."""
    if np.isfinite(r.loss).all():
        return f"the validation loss is not a number from epoch {r.lost} on, but the training loss is one."
    return wild(r) + "."


def lost_advice(r):
    """Return where to look for what is not a number."""
    if r.facts.gaps:
        return "There is a nan or an infinity among the examples: find it with np.isfinite."
    if np.isfinite(r.loss).all():
        return "Look for nan in the validation examples, or for the log of 0 in the loss."
    return (
        "Either there is a nan among the examples (np.isnan(x).any() tells), or the rate is far too large "
        "(a smaller one tells)."
    )


def wild(r):
    """Return how a loss jumps, is lost, goes uphill, or begins far off."""
    if r.lost:
        return f"the loss is not a number from epoch {r.lost} on"
    if signs.uphill(r) and r.jumps < 2:
        return f"the training loss rises, from {number(r.loss[0], 2)} to {number(r.late[0], 2)}"
    least = number(JUMP * r.scale, 1)
    if r.jumps >= 2:
        return f"the training loss jumps up by more than {least} in {r.jumps} of {r.epochs} epochs"
    if signs.far(r):
        return f"the training loss begins at {number(r.loss[0], 2)}, and {guess(r, r.facts.guessing)}"
    return f"the training loss jumps up by more than {least} in {r.jumps or 'none'} of {r.epochs} epochs"


def wild_advice(r):
    """Return what to try against steps that are too large."""
    smaller = "Try a rate 10 times smaller."
    if r.lost:
        return f"{smaller} If that does not help, look for the log of 0 in a loss of your own."
    if signs.uphill(r) and r.jumps < 2:
        return f"{smaller} If the loss still rises, the steps go uphill: check the sign in the rule."
    if signs.far(r):
        return joined(smaller, "Weights that begin too large do the same.", look(r))
    return joined(smaller, look(r))


def unscaled_trace(r):
    """Return what inputs of another size leave behind."""
    seen = wild(r) if signs.jumping(r) else f"the loss ends at {ends(r)}"
    return joined(f"{seen}; {r.facts.inputs}.", r.facts.units and f"{capital(r.facts.units)}.")


def unscaled_advice(_):
    """Return how to scale."""
    return "Standardize them, (x - mean) / std with mean and std of the training inputs, also for validation."


def dead_trace(r):
    """Return what a start leaves behind that lets nothing through."""
    if r.facts.units:
        return f"the loss ends at {ends(r)}, and {r.facts.units}."
    where = "exactly at" if signs.frozen(r) else "at" if r.moved < 0.005 else "near"
    return f"the loss stays {where} {number(r.loss[-1], 2)} from the first epoch to the last; nothing is learned."


def dead_advice(r):
    """Return what to try where nothing is learned."""
    if r.facts.units:
        return "Begin with small random weights; if you did, the first steps were too long: try a smaller rate."
    if r.facts.units == "":
        return "The layers let slopes through: is the rate 0, or far too small?"
    return (
        "Weights that begin equal, units that no longer react, inputs that are not scaled, a rate near 0, and labels "
        "that have nothing to do with the inputs all look like this. diagnose(fit, x, y) looks at inputs and units."
    )


def crawling_trace(r):
    """Return what a rate that is too small leaves behind, and too few epochs as well."""
    early, late = (number(fall, 1) for fall in r.falls)
    return (
        f"the training loss keeps falling, by {early} in the first fifth of the epochs and still by {late} in the "
        f"last; at {number(r.late[0], 2)} it is on its way."
    )


def crawling_advice(_):
    """Return what to try against slowness."""
    return "Too few epochs look the same: try a rate 10 times larger, or more epochs."


def guessed_trace(r):
    """Return what labels leave behind that have nothing to do with the examples."""
    first, late, seen = (number(loss, 2) for loss in (r.loss[0], *r.late))
    level = f", where {guess(r, r.facts.val_guessing)}" if r.facts.guessing else ", no lower than at first"
    return (
        f"the training loss goes from {first} to {late}, but validation ends near {seen}{level}. What was learned "
        "holds only for the training examples."
    )


def guessed_advice(_):
    """Return how to find out whether the labels are shuffled."""
    return (
        "Or there are too few examples for what is to be learned. To find out, check by hand whether some labels "
        "belong to their inputs; if they do, get more examples."
    )


def stuck_trace(r):
    """Return what it means to end near guessing."""
    return f"the loss ends at {ends(r)}, and {guess(r, r.facts.guessing)}."


def stuck_advice(r):
    """Return how to find out what keeps a training near guessing."""
    hidden = "or no slope gets through (diagnose(fit, x, y) looks at inputs and units)"
    causes = [
        "The inputs say little about the labels (noise, or labels that are mixed up), the network is too small, "
        f"the rate is wrong{', ' + hidden if r.facts.units is None else ''}."
    ]
    return joined(*causes, f"To find out, {TRY}: if nothing helps, look at the data.", unseen(r))


TRY = "try a larger network, rates 10 times larger and smaller, and more epochs"


def overfitted_trace(r):
    """Return what overfitting leaves behind."""
    then, (now, late) = r.loss[r.best_epoch - 1], r.late
    if not signs.turned_up(r):
        return f"the loss ends at {ends(r)}: part of what is learned holds for the training examples alone."
    return (
        f"validation loss was lowest after epoch {r.best_epoch} ({number(r.best, 2)}) and ends near "
        f"{number(late, 2)}, while the training loss keeps falling, from {number(then, 2)} to {number(now, 2)}."
    )


def overfitted_advice(r):
    """Return what to try against overfitting."""
    stop = "Stop earlier, use" if signs.turned_up(r) else "Use"
    return joined(f"{stop} more examples, or use a smaller network.", unlabeled(r))


def high_trace(r):
    """Return where a training has settled that ends high."""
    return f"the loss has settled at {ends(r)}; {guess(r, r.facts.guessing)}."


def high_advice(r):
    """Return how to find out why a loss settles high."""
    return joined(f"To find out, {TRY}: what stays is noise in the data.", unlabeled(r), unseen(r))


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
    if r.moved < signs.FLAT:
        return "its loss does not fall. With a small rate it falls slowly, but in every epoch."
    if r.steady <= 0.9:
        return f"its training loss falls in {r.steady:.0%} of the epochs. With a small rate it falls in nearly all."
    early, late = (number(fall, 1) for fall in r.falls)
    return (
        f"its training loss falls by {early} in the first fifth of the epochs, and by {late} in the last: it has "
        "arrived. With a small rate it would still be on its way."
    )


def not_guessed(r):
    """Return what speaks against shuffled labels."""
    if r.lost or r.moved < signs.FLAT:
        return "its training loss does not fall. Shuffled labels can be learned by heart, at least a little."
    if not signs.never_good(r) and r.facts.guessing:
        return (
            f"its validation loss comes down to {number(r.best, 2)}, and {guess(r, r.facts.val_guessing)}: what it "
            "has learned holds for examples that it has never seen."
        )
    return "its validation loss goes where the training loss goes. With shuffled labels the two part."


def never_good(r):
    """Return how a validation loss was no better than guessing, except by luck."""
    best, then = number(r.best, 2), number(r.loss[r.best_epoch - 1], 2)
    level = r.facts.val_guessing
    why = f"at best {best}" + (f", and {guess(r, level)}" if level else "")
    if level and r.calm <= NEAR * level:
        why = f"at best {best}, and that by luck, for the training loss was {then} then"
    return f"its validation loss was never good: {why}. An overfitting network first learns something that holds."


def not_overfitted(r):
    """Return what speaks against overfitting."""
    if signs.jumping(r) or r.moved < signs.FLAT:
        what = wild(r) if signs.jumping(r) else "its training loss does not fall"
        return f"{what}. An overfitting network does better and better in training."
    if signs.guessed(r):
        return never_good(r)
    return f"its validation loss does not turn up: it ends near {number(r.late[1], 2)}, and was never much lower."


class Finding(NamedTuple):
    """How something is seen, what it leaves behind, what to try, and what speaks against it where it is not."""

    seen: callable
    trace: callable
    advice: callable
    against: callable = None


FINDINGS = {
    "only one label": Finding(
        signs.single, lambda r: "all training labels are the same, so there is nothing to tell apart.", lambda r: ""
    ),
    "not a number": Finding(signs.lost, lost_trace, lost_advice),
    "inputs not scaled": Finding(signs.bad_inputs, unscaled_trace, unscaled_advice),
    "rate too large": Finding(signs.jumping, lambda r: f"{wild(r)}.", wild_advice, not_jumping),
    "dead start": Finding(signs.dead, dead_trace, dead_advice, not_dead),
    "rate too small": Finding(signs.crawling, crawling_trace, crawling_advice, not_crawling),
    "shuffled labels": Finding(signs.guessed, guessed_trace, guessed_advice, not_guessed),
    "stuck near guessing": Finding(signs.stuck, stuck_trace, stuck_advice),
    "overfitting": Finding(signs.overfitted, overfitted_trace, overfitted_advice, not_overfitted),
    "underfitting or noise": Finding(signs.high, high_trace, high_advice),
    "healthy": Finding(lambda r: True, healthy_trace, healthy_advice),
}
FAULTS = {name: finding for name, finding in FINDINGS.items() if finding.against}  # the five of lesson 14
