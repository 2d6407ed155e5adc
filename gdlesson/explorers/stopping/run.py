"""Rules that decide when to stop, all tried on the same run."""

from dataclasses import dataclass, replace

import numpy as np

from gdlesson.calculus import minima
from gdlesson.checks import checked_count, checked_number, shown
from gdlesson.descent import MOST_STEPS, Descent, descend
from gdlesson.words import count, number

# Each rule measures a step from x to new; the run stops at the first one that measures less than the tolerance.
RULES = {
    "step": lambda f, x, new: abs(new - x),
    "slope": lambda f, x, new: abs(f.gradient(x)),
    "loss change": lambda f, x, new: abs(f(new) - f(x)),
}


@dataclass(frozen=True, eq=False)
class Stops:
    """Where each rule stops a run.

    Attributes
    ----------
    run : Descent
        The run, continued until the cap.
    tolerance : float
        The tolerance of all rules.
    rule : str
        The chosen rule: "step", "slope", "loss change" or "cap".
    steps : dict of str to int
        For each rule, the number of the step, counted from 1, at which it stops; None if it never does.
    """

    run: Descent
    tolerance: float
    rule: str
    steps: dict

    @property
    def ran(self):
        """The run as far as the chosen rule lets it go."""
        run, last = self.run, self.step
        return replace(run, nit=last, path=run.path[: last + 1], losses=run.losses[: last + 1])

    @property
    def step(self):
        """The number of steps until the chosen rule stops the run; all steps if it never does."""
        return self.run.nit if self.steps[self.rule] is None else self.steps[self.rule]


def find_stops(f, start, learning_rate, tolerance=1e-5, cap=500, rule="step"):
    """Run gradient descent until the cap, and return the `Stops` of all rules.

    Parameters
    ----------
    f, start, learning_rate
        As for `descend`, in one dimension.
    tolerance : float
        The threshold of all rules; finite, 0 or more.
    cap : int
        The maximum number of steps, at most a million.
    rule : str
        The chosen rule: "step", "slope", "loss change" or "cap".

    Raises
    ------
    TypeError, ValueError
        `descend` can't run with these settings, or there is no such rule.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> find_stops(quadratic([0, 0, 1]), start=8, learning_rate=0.1).steps
    {'step': 55, 'slope': 66, 'loss change': 34, 'cap': 500}
    """
    if not isinstance(rule, str) or rule not in [*RULES, "cap"]:
        raise ValueError(f"rule must be one of {', '.join([*RULES, 'cap'])}, got {shown(rule)}")
    tolerance, cap = checked_number("tolerance", tolerance), checked_count("cap", cap, most=MOST_STEPS)
    run = descend(f, start, learning_rate, tolerance=0, max_iterations=cap)
    if run.path.ndim > 1:
        raise ValueError(f"rules are looked at for a function of one variable, this one takes {run.path.shape[1]}")
    steps = {name: first_below(tolerance, measure, run) for name, measure in RULES.items()}
    return Stops(run, tolerance, rule, steps | {"cap": run.nit if run.stop == "max_iterations" else None})


def first_below(tolerance, measure, run):
    """Return the number of the first step that measures less than the tolerance, or None."""
    path = run.path.tolist()
    for step, (x, new) in enumerate(zip(path, path[1:], strict=False), start=1):
        if measure(run.function, x, new) < tolerance:
            return step
    return None


def way_left(stops):
    """Return the distance to the nearest minimum (nan out of view), and its ratio to the distance at the start."""
    x, (low, high) = stops.run.path[stops.step], stops.run.function.view
    known = np.array(minima(stops.run.function) or [np.nan])
    left = abs(known - x).min() if low <= x <= high else np.nan
    return left, left / (abs(known - stops.run.path[0]).min() or 1.0)


def stops_verdict(stops):
    """Return in words where the chosen rule stops the run, whether that was right, and what the others do."""
    others = [when(stops, name) for name in RULES if name != stops.rule]
    return f"{this_rule(stops)} {sentence(', '.join(others))}"


def this_rule(stops):
    """Return in words where the chosen rule stops the run, and whether that was right."""
    run, name = stops.run, called(stops.rule)
    if stops.steps[stops.rule] is None:
        end = "goes on to the cap" if run.stop == "max_iterations" else f"diverges after {count(run.nit, 'step')}"
        said = "is not met" if name == "the cap" else "does not say stop"
        return f"{sentence(name)[:-1]} {said}: the run {end}."
    left, part = way_left(stops)
    x, stop = run.path[stops.step], f"{sentence(name)[:-1]} stops at step {stops.step}"
    at = f"{stop}, x = {number(x)}"
    if np.isnan(left):
        return f"{at}; no minimum is in view there."
    if part <= 0.01 or left <= min(1e-5, 1e-6 * np.ptp(run.function.view)):
        says_it = number(left, 2) == number(abs(x), 2)  # the minimum is at 0
        return f"{stop if says_it else at}, {number(left, 2)} from the minimum: it has arrived."
    way = f"with {100 * part:.3g}% of the way left"
    if part > 0.999:
        way = f"{'farther away than' if part > 1.001 else 'about as far away as'} at the start"
    fooled = "the cap has cut it off" if stops.rule == "cap" else "the rule is fooled"
    return f"{at}, {way}: {fooled}."


def measures(stops, step):
    """Return in words what each rule measures in a step, and the tolerance."""
    x, new = (float(stops.run.path[k]) for k in (max(step - 1, 0), step))
    at = f"Step {step} of {stops.step}: x = {number(new)}"
    if not step:
        return f"{at}; nothing has been measured yet."
    found = [f"{name} {number(rule(stops.run.function, x, new), 2)}" for name, rule in RULES.items()]
    return f"{at}. Measured: {', '.join(found)}; the tolerance is {number(stops.tolerance)}."


def when(stops, name):
    """Return in words when a rule stops the run."""
    step = stops.steps[name]
    return f"{called(name)} {'never' if step is None else f'at step {step}'}"


def called(rule):
    """Return the name of a rule as used in a sentence: "the loss-change rule", "the cap"."""
    return "the cap" if rule == "cap" else f"the {rule.replace(' ', '-')} rule"


def sentence(text):
    """Return a text as a sentence, with a capital letter and a period."""
    return text[0].upper() + text[1:] + "."
