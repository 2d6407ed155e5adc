"""What can be found in the curves of a training, in the order in which it is looked for, and the words for it."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gdlesson.explorers.curves import signs
from gdlesson.explorers.curves.against import not_crawling, not_dead, not_guessed, not_jumping, not_overfitted
from gdlesson.explorers.curves.facts import EQUAL
from gdlesson.explorers.curves.telling import ends, gone, guess, joined, wild
from gdlesson.explorers.curves.thresholds import NEAR
from gdlesson.words import count, number, percent

TRY = "try a larger network, rates 10 times larger and smaller, and more epochs"
SCALING = "Standardize them: (x - mean) / std, with mean and std of the training inputs, in validation as well."


def single_trace(_):
    """Return what is wrong with labels that are all the same."""
    return "all training labels are the same, so there is nothing to tell apart."


def lost_trace(r):
    """Return which loss is not a number."""
    if np.isfinite(r.loss).all():
        return f"the validation loss is {gone(r.val_loss, r.lost)}, though the training loss is finite."
    return f"{wild(r)}."


def lost_advice(r):
    """Return where to look for what is not a number."""
    if r.facts.gaps:
        return "There is a nan or an infinity among the examples: find it with np.isfinite."
    if np.isfinite(r.loss).all():
        where = "in the validation examples; in a loss of your own, also for the log of 0"
        return f"Look for a nan or a huge number {where}."
    return (
        "Either there is a nan among the examples (np.isnan(x).any() tells), or the rate is far too large "
        "(a smaller one tells)."
    )


def unscaled_trace(r):
    """Return what inputs of another size leave behind."""
    seen = wild(r) if signs.jumping(r) else f"the loss ends near {ends(r)}"
    units = r.facts.units and f"{r.facts.units[0].upper()}{r.facts.units[1:]}."
    return joined(f"{seen}, and {r.facts.inputs}.", units)


def unscaled_advice(r):
    """Return how to scale inputs, and what may be wrong as well, which only a training on scaled ones shows."""
    return f"{SCALING} Then look again: the rate may be wrong, too{', or the labels' if signs.near(r) else ''}."


def jumping_trace(r):
    """Return what a rate that is too large leaves behind."""
    return f"{wild(r)}."


def jumping_advice(r):
    """Return what to try against steps that are too large, and what else looks like them."""
    smaller = "Try a rate 10 times smaller."
    if r.lost:
        return f"{smaller} If that does not help, look for the log of 0 in a loss of your own."
    if signs.uphill(r) and r.jumps < 2:
        return f"{smaller} If the loss still rises, the steps go uphill: check the sign in the rule."
    weights = "Starting weights that are too large can cause this, too." if signs.far(r) else ""
    hidden = "If it then ends no better than guessing, check some labels." if signs.near(r) else ""
    return joined(smaller, weights, hidden, inputs_too(r))


def dead_trace(r):
    """Return what a start leaves behind that lets nothing through."""
    if r.facts.units:
        return f"the loss ends near {ends(r)}, and {r.facts.units}."
    least, last, most = (number(loss, 2) for loss in (r.loss.min(), r.loss[-1], r.loss.max()))
    where = "exactly at" if signs.frozen(r) else "at" if least == most else "near"
    return f"the loss stays {where} {last} from the first epoch to the last; nothing is learned."


def dead_advice(r):
    """Return what to try where nothing is learned."""
    if r.facts.units:
        steps = "" if EQUAL in r.facts.units else "If you did, the first steps were too large: try a smaller rate."
        return joined("Start from small random weights.", steps)
    if r.facts.units == "":
        return "Every hidden layer passes something on, so the rate is probably 0, or far too small."
    labels = "labels unrelated to the inputs"
    last = f"{labels}, and a network that was already trained" if r.facts.guessing is None else f"and {labels}"
    return (
        "Equal starting weights, dead units, unscaled inputs, a rate or a network that is far too small, "
        f"{last} all look like this; diagnose(fit, x, y) looks at inputs and units."
    )


def crawling_trace(r):
    """Return what a rate that is too small leaves behind, and too few epochs as well."""
    early, late = (number(fall, 1) for fall in r.falls)
    falls = f"keeps falling, by {early} in the first fifth of the epochs and still by {late} in the last"
    if r.falls[1] > r.falls[0]:
        falls = f"is still falling, by {late} in the last fifth of the epochs"
    return f"the training loss {falls}; at {number(r.late[0], 2)} it has not arrived."


def crawling_advice(r):
    """Return what to try against slowness, and what else looks like it."""
    return joined(
        "Try a rate 10 times larger, or more epochs.",
        signs.near(r)
        and "This close to guessing, mixed-up labels or too small a network look the same: if neither helps, "
        "check some labels, and try a larger network.",
        inputs_too(r, True),
        unseen(r),
    )


def guessed_trace(r):
    """Return what labels leave behind that have nothing to do with the examples."""
    first, late, seen = (number(loss, 2) for loss in (r.loss[0], *r.late))
    level = f", where {guess(r.facts.val_guessing)}" if r.facts.guessing else ", no lower than at first"
    return (
        f"the training loss goes from {first} to {late}, but validation ends near {seen}{level}. What was learned "
        "holds only for the training examples."
    )


def guessed_advice(_):
    """Return how to find out whether the labels are shuffled, or what else it is."""
    return (
        "To find out, take a few examples and check their labels by hand. If they are right, the examples are too "
        "few or too noisy."
    )


def stuck_trace(r):
    """Return what it means to end near guessing."""
    return f"the loss ends near {ends(r)}, and {guess(r.facts.guessing)}."


def stuck_advice(r):
    """Return what can keep a training near guessing, and how to find out."""
    hidden = "" if r.facts.units is not None else ", or no slope gets through (diagnose(fit, x, y) looks)"
    return joined(
        "Either the inputs say little about the labels (noise, or labels that are mixed up), or the network is "
        f"too small, or the rate is wrong, or the epochs are too few{hidden}. To find out, {TRY}; if nothing "
        "helps, look at the data.",
        unseen(r),
    )


def overfitted_trace(r):
    """Return what overfitting leaves behind."""
    then, (now, late) = r.loss[r.best_epoch - 1], r.late
    if not signs.turned_up(r):
        return f"the loss ends near {ends(r)}: part of what was learned holds only for the training examples."
    return (
        f"validation loss was lowest after epoch {r.best_epoch} ({number(r.best, 2)}) and ends near "
        f"{number(late, 2)}, while the training loss goes from {number(then, 2)} to {number(now, 2)}."
    )


def overfitted_advice(r):
    """Return what to try against overfitting, and what else looks like it."""
    stop = "Stop earlier, use" if signs.turned_up(r) else "Use"
    level = r.facts.val_guessing
    return joined(
        f"{stop} more examples, or use a smaller network.",
        signs.doubtful(r)
        and f"Validation was never far below guessing ({number(level, 2)}). Mixed-up labels can look the same: "
        "check some by hand.",
        unlabeled(r),
    )


def high_trace(r):
    """Return where a training has settled that ends high."""
    return f"the loss has settled at {ends(r)}; {guess(r.facts.guessing)}."


def high_advice(r):
    """Return how to find out why a loss settles high."""
    told = f"To find out, {TRY}. What remains after that is noise in the data, or wrong labels."
    return joined(told, inputs_too(r, True), unlabeled(r), unseen(r))


def healthy_trace(r):
    """Return how a training went that has no fault."""
    (end, validation), way = r.late, "fell" if r.late[0] < r.loss[0] else "went"
    told = f"the training loss {way} from {number(r.loss[0], 2)} to {number(end, 2)}"
    other = f"; the validation loss ends near {number(validation, 2)}" if r.validated else ""
    return f"in {count(r.epochs, 'epoch')} {told}{other}."


def healthy_advice(r):
    """Return what may still help, and what the curves do not show."""
    return joined(
        signs.falling(r) and f"{'Both are' if r.validated else 'It is'} still falling: more epochs may help.",
        r.jumps > 1 and f"The training loss jumped in {r.jumps} epochs: a smaller rate would be smoother.",
        r.facts.guessing is None
        and "The curves cannot tell whether that is good: compare it with the loss of a constant prediction.",
        signs.constant(r) and unlabeled(r),
        unseen(r),
    )


def inputs_too(r, start=False):
    """Return what else it may be, where nobody has given the inputs."""
    also = " or equal starting weights" if start else ""
    return r.facts.inputs is None and f"Unscaled inputs{also} can cause this, too: diagnose(fit, x, y) looks."


def unlabeled(r):
    """Return what other frequencies of the labels would mean, where nobody has given the labels and it matters."""
    share = signs.accuracy_when_best(r)
    if share is None or r.facts.counted or not 0.5 < share < 1:
        return ""
    always = -share * np.log(share) - (1 - share) * np.log(1 - share)
    if r.facts.guessing is None or r.calm < NEAR * always:
        return ""
    return (
        f"But if {percent(share)} of the labels are the same, that is no better than guessing: "
        "diagnose(fit, x, y) compares it with the labels."
    )


def unseen(r):
    """Return what cannot be seen without validation."""
    return not r.validated and "Without validation examples, overfitting and shuffled labels cannot be seen."


class Finding(NamedTuple):
    """How something is seen, what it leaves behind, and what to try.

    Also what speaks against it where it is not, and what else always looks the same.
    """

    seen: Callable
    trace: Callable
    advice: Callable
    against: Callable | None = None
    twin: str = ""


FINDINGS = {
    "only one label": Finding(signs.single, single_trace, lambda r: ""),
    "not a number": Finding(signs.lost, lost_trace, lost_advice),
    "inputs not scaled": Finding(signs.bad_inputs, unscaled_trace, unscaled_advice),
    "rate too large": Finding(signs.jumping, jumping_trace, jumping_advice, not_jumping),
    "dead start": Finding(signs.dead, dead_trace, dead_advice, not_dead),
    "rate too small": Finding(signs.crawling, crawling_trace, crawling_advice, not_crawling, "too few epochs"),
    "shuffled labels": Finding(signs.guessed, guessed_trace, guessed_advice, not_guessed, "too few examples"),
    "stuck near guessing": Finding(signs.stuck, stuck_trace, stuck_advice),
    "overfitting": Finding(signs.overfitted, overfitted_trace, overfitted_advice, not_overfitted),
    "underfitting or noise": Finding(signs.high, high_trace, high_advice),
    "healthy": Finding(lambda r: True, healthy_trace, healthy_advice),
}
FAULTS = {name: finding for name, finding in FINDINGS.items() if finding.against}  # the five of lesson 19
