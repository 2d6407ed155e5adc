"""What Newton's method, a line search, and gradient descent did, in words."""

import numpy as np

from gdlesson.explorers.curvature.run import NEAR, bend_of, parabola
from gdlesson.words import count, number

FEW = 5  # tries that are listed


def curvature_verdict(run):
    """Return in words how a method ended, why, and how gradient descent did."""
    if run.own.end == "arrived" and not run.own.nit:
        return f"The start is within {NEAR} of a minimum already: there is nothing to do."
    if run.plain.end == "level" and not (run.own.nit or run.plain.nit):
        top = bend_of(run.function, float(run.own.path[0])) < 0
        return (
            f"The slope at the start is 0, so nothing moves, but this is {'a maximum' if top else 'no minimum'}."
        )
    plain = f"Gradient descent at the fixed rate {number(run.learning_rate, 3)} {ending(run.plain)}."
    name = "Newton" if run.method == "Newton" else "Trying and halving"
    why = newton_why(run) if run.method == "Newton" else search_why(run)
    return " ".join(filter(None, [f"{name} {ending(run.own)}.", why, plain]))


def ending(route):
    """Return in words how a route ended."""
    x = f"x = {number(round(route.path[-1], 9), 3)}"
    after = f"after {count(route.nit, 'step')}" if route.nit else "at the start"
    still = "still " if route.left[-1] < route.left[0] else ""
    return {
        "arrived": f"arrives {after}",
        "cap": f"is {still}{number(route.left[-1], 3)} from the minimum {after}",
        "diverged": f"diverges {after}",
        "top": f"stands on a maximum, {x}, {after}",
        "level": f"stops {after}: at {x} the slope is 0, but this is no minimum",
        "straight": f"stops {after}: at {x} the curvature is 0",
        "refused": f"gives up {after}: every rate it tried was too large",
    }[route.end]


def newton_why(run):
    """Return in words why Newton's method did what it did, if that is clear; else an empty text."""
    own = run.own
    if own.end == "top":
        return "Where the curve bends down, so does the parabola: its vertex is a maximum."
    if own.end == "straight":
        return "The parabola there is a straight line, without a vertex."
    if own.end == "diverged" and own.nit and (np.diff(own.left) > 0).all():
        return "Each vertex is farther out than the one before."
    if own.end != "arrived" or not own.nit:
        return ""
    if own.nit == 1:
        return "The parabola is the curve itself, so its vertex is the minimum." if fits(own) else ""
    shares = own.left[1:] / own.left[:-1]
    if np.ptp(shares) < 0.005:
        return f"Each step leaves {number(np.mean(shares), 3)} of the distance."
    return f"Its last step cut the distance from {number(own.left[-2], 2)} to {number(own.left[-1], 2)}."


def fits(route):
    """Tell whether the parabola at the start is the curve itself, as far as the view shows."""
    f, x = route.function, float(route.path[0])
    xs = np.linspace(*f.view, 9)
    return np.allclose(parabola(f, x, route.notes[0])(xs), f.on(xs), rtol=1e-4, atol=1e-4)


def search_why(run):
    """Return in words how many tries a line search made, and which rates it accepted."""
    searches = [note for note in run.own.notes if note is not None]
    rates = [search.rate for search in searches if search.accepted]
    if not rates:
        return ""
    low, high = number(min(rates), 3), number(max(rates), 3)
    tries = sum(len(search.tries) for search in searches)
    made = "1 try" if tries == 1 else f"{tries} tries"
    return f"It made {made} and accepted {f'the rate {low}' if low == high else f'rates from {low} to {high}'}."


def step_told(run, step):
    """Return in words where both are after `step` steps, and what the next step is made from."""
    own, plain = run.own, run.plain
    at = min(step, own.nit)
    x, other = number(own.path[at], 4), number(plain.path[min(step, plain.nit)], 4)
    name = "Newton" if run.method == "Newton" else "the search"
    there = "at" if step <= plain.nit else "has ended at"
    begin = f"Step {step} of {run.nit}: {name} is at x = {x}, gradient descent {there} {other}."
    if step > own.nit or at >= len(own.notes):
        return f"{begin} {name[0].upper()}{name[1:]} has ended."
    note = own.notes[at]
    slope = own.function.gradient(float(own.path[at]))
    if run.method != "Newton":
        return f"{begin} {told_tries(note)}" if note else begin
    said = f"{begin} Next: slope {number(slope, 3)}, curvature {number(note, 3)}"
    return f"{said}; −slope/curvature = {number(-slope / note, 3)}." if note else f"{said}, so no vertex."


def told_tries(search):
    """Return in words which rates a search tried, and which of them it accepted."""
    tries = [number(rate, 3) for rate in search.tries]
    if tries == [number(search.rate, 3)]:
        return f"Next: {tries[0]} is accepted at once."
    if len(tries) > FEW:
        tries = [*tries[: FEW - 2], "…", tries[-1]]
    found = f"{number(search.rate, 3)} is accepted" if search.accepted else "none is accepted"
    return f"Next: tries {', '.join(tries)}; {found}."
