"""Check that a function is a valid optimizer, and say what is wrong with it before anything runs."""

import contextlib
import inspect

import numpy as np

from gdlesson.checks import as_float, finite_floats, shown
from gdlesson.optimizers import RULES

KNOWN = {rule.__name__: rule for rule in RULES}
SLOPES = (0.7, 0.4, -0.3, 0.9, 0.5)  # the gradients on which a rule is tried out
SHAPE = "def my_rule(x, g, t, velocity=0.0, learning_rate=0.01): ... return x, velocity"


def checked_rule(rule, x, settings, many=False):
    """Return a rule that can update a point like x with these settings.

    Parameters
    ----------
    rule : callable or str
        A function as in `optimizers`, or the name of one of them.
    x : float or array of shape (n,)
        The point from which the rule will start.
    settings : dict
        Its settings, without the learning rate.
    many : bool
        Whether many runs go side by side; then a setting of one of our own rules may be a row of numbers.

    Returns
    -------
    callable
        The rule.

    Raises
    ------
    TypeError
        It does not have the signature of a rule, or no setting of this name, or a setting is not a number.
    ValueError
        A setting is outside its domain, or the rule fails, does not move, returns another shape, changes its
        arguments, or ignores its memory.
    """
    if isinstance(rule, str):
        if rule not in KNOWN:
            raise ValueError(f"optimizer must be one of {', '.join(KNOWN)}, or a function, got {shown(rule)}")
        rule = KNOWN[rule]
    if not callable(rule):
        raise TypeError(f"optimizer must be a function such as gdlesson.optimizers.adam, got {shown(rule)}")
    memory = memory_of(rule, settings)
    if rule in RULES:
        check_settings(settings, many)
    else:
        with np.errstate(all="ignore"):
            try_out(Trial(rule, settings), memory, np.asarray(x, dtype=float))
    return rule


def checked_rules(optimizers, x, settings):
    """Return one optimizer or several as a list of rules, each with a different name."""
    single = callable(optimizers) or isinstance(optimizers, str)
    if not single and not isinstance(optimizers, (list, tuple)):
        raise TypeError(f"optimizers must be a list of rules such as [adam, momentum], got {shown(optimizers)}")
    rules = [checked_rule(rule, x, settings) for rule in ([optimizers] if single else optimizers)]
    names = [name_of(rule) for rule in rules]
    if not rules:
        raise ValueError("at least one optimizer is needed, got none")
    if len(set(names)) < len(names):
        raise ValueError(f"two optimizers are called {max(names, key=names.count)}: give one another name")
    return rules


def check_settings(settings, many):
    """Check that the settings of one of our own rules are finite numbers in their domains."""
    for name, value in settings.items():
        numbers = finite_floats(name, value if many else as_float(name, value))
        if name in ("beta_1", "beta_2", "rho") and not ((numbers >= 0) & (numbers < 1)).all():
            raise ValueError(f"{name} must be from 0 to less than 1, got {shown(value)}")
        if name != "momentum" and not (numbers >= 0).all():
            raise ValueError(f"{name} must be 0 or more, got {shown(value)}")


def name_of(rule):
    """Return the name of a rule."""
    rule = getattr(rule, "func", rule)  # the function inside a functools.partial
    return getattr(rule, "__name__", type(rule).__name__)


def memory_of(rule, settings):
    """Return the names of a rule's memory arguments; raise TypeError if its signature does not fit.

    A last name such as "*memory" stands for any number of them.
    """
    name = name_of(rule)
    try:
        parameters = inspect.signature(rule).parameters
    except ValueError:
        raise TypeError(f"{name} does not tell what it takes; write it as {SHAPE}") from None
    names = list(parameters)
    star = next((f"*{each}" for each in names if parameters[each].kind is inspect.Parameter.VAR_POSITIONAL), None)
    if "learning_rate" not in names[0 if star else 3 :]:
        taken = ", ".join(names)
        raise TypeError(f"an optimizer takes x, g, t, its memory, and learning_rate, but {name}({taken}): {SHAPE}")
    place = names.index("learning_rate")
    memory = [each for each in names[3:place] if f"*{each}" != star]
    without = [each for each in memory if parameters[each].default is inspect.Parameter.empty]
    if without:
        raise TypeError(
            f"{name} begins without a memory: give {without[0]} a default value, as in {without[0]}=0.0"
        )
    others = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    unknown = [each for each in settings if each not in names[place + 1 :] and not others]
    if unknown:
        known = f"it has {', '.join(names[place + 1 :])}" if names[place + 1 :] else "it has none"
        raise TypeError(f"{name} has no setting {unknown[0]!r}; {known}")
    return [*memory, star] if star else memory


def names_of_parts(names, count):
    """Return the names of so many parts of a memory, where "*memory" stands for memory[0], memory[1] and so on."""
    star = [each[1:] for each in names if each.startswith("*")]
    alone = names[: len(names) - len(star)]
    return alone + [f"{each}[{k}]" for each in star for k in range(count - len(alone))]


class Trial:
    """A rule on trial: each of its steps is checked."""

    def __init__(self, rule, settings):
        self.rule, self.settings, self.name = rule, settings, name_of(rule)

    def step(self, x, g, t, memory):
        """Return the rule's result, a tuple; raise ValueError if it cannot be a step."""
        given = [np.array(part, dtype=float) for part in (x, g, *memory)]
        parts = [part.copy() if part.ndim else float(part) for part in given]
        try:
            result = self.rule(parts[0], parts[1], t, *parts[2:], learning_rate=0.1, **self.settings)
        except Exception as error:
            advice = " (x is an array here: use np.sqrt, np.abs, np.maximum, np.where)" if np.ndim(x) else ""
            star = next((each for each in memory_of(self.rule, self.settings) if each.startswith("*")), None)
            advice = f" (at the first step {star} is empty)" if star and not memory else advice
            raise ValueError(f"{self.name} fails at step {t}: {type(error).__name__}: {error}{advice}") from error
        if any(not np.array_equal(now, before) for now, before in zip(parts, given, strict=True)):
            raise ValueError(f"{self.name} changes what it is given: write x = x - ... in place of x -= ...")
        if not isinstance(result, tuple) or not result:
            raise ValueError(f"{self.name} must return the new x and its memory{self.returned(result)}")
        if np.shape(result[0]) != np.shape(x):
            wanted = f"of the old shape, {np.shape(x)}" if np.ndim(x) else "that is one number"
            raise ValueError(f"{self.name} must return an x {wanted}, but its shape is {np.shape(result[0])}")
        try:
            finite = all(np.isfinite(np.asarray(part, dtype=float)).all() for part in result)
        except (TypeError, ValueError):
            raise ValueError(f"{self.name} must return numbers, but at step {t} it returns {result}") from None
        if not finite:
            where = "where the slope is 0" if not np.any(g) else f"at step {t}"
            advice = "" if np.any(g) else ": add a small number to what it divides by"
            raise ValueError(f"{self.name} must return finite numbers, but {where} it returns {result}{advice}")
        return result

    def returned(self, result):
        """Return advice on the last line of a rule that did not return a tuple."""
        if result is None:
            return ": it returns nothing"
        names = memory_of(self.rule, self.settings)
        ending = f"return x, {', '.join(names)}" if names else "return (x,)   # a comma makes it a tuple"
        return f", so end it with: {ending}"


def try_out(trial, names, x):
    """Take a few steps with a rule, and raise ValueError if something is wrong with it."""
    size = max(1.0, float(np.max(np.abs(x), initial=0.0)))  # gradients of this size move x by more than rounding
    here, memory, moved, used = x, (), False, set()
    for t, slope in enumerate(SLOPES, start=1):
        g = np.full(x.shape, slope * size)
        there, *after = trial.step(here, g, t, memory)
        names = names_of_parts(names, len(after))
        if len(after) != len(names):
            raise ValueError(forgotten(trial.name, names, len(after)))
        moved = moved or not np.array_equal(there, here)
        used |= matters(trial, names, here, g, t, memory, (there, *after))
        here, memory = there, after
    if not moved:
        raise ValueError(f"{trial.name} does not move: in {len(SLOPES)} steps on a slope x stays where it is")
    for name in names:
        if name not in used:
            raise ValueError(f"{trial.name} forgets its memory: whatever {name} was, its step is the same")
    for t in (len(SLOPES) + 1, len(SLOPES) + 2):
        here, *memory = trial.step(here, np.zeros(x.shape), t, memory)


def forgotten(name, names, count):
    """Return the message for a rule that returns a different number of memory values than it takes."""
    if not names:
        return f"{name} forgets its memory: it returns x and {count} more, but takes none. It belongs in {SHAPE}"
    advice = f"End it with: return x, {', '.join(names)} (a setting comes after learning_rate)"
    return f"{name} forgets its memory: it takes {', '.join(names)}, and returns {count} of them. {advice}"


def matters(trial, names, x, g, t, memory, result):
    """Return the parts of its memory that affect a rule's step; raise ValueError if hidden state does, too."""
    if not same(result, trial.step(x, g, t, memory)):
        advice = "keep what it remembers in its arguments"
        raise ValueError(f"{trial.name} gives another step for the same input: {advice}")
    used = set()
    for k, name in enumerate(names[: len(memory)]):
        part = np.asarray(memory[k], dtype=float)
        for other in (part + 0.25, -part, part + 10):
            changed = [other if place == k else each for place, each in enumerate(memory)]
            with contextlib.suppress(ValueError):  # a memory that cannot occur
                if not same(result, trial.step(x, g, t, changed)):
                    used.add(name)
    return used


def same(one, other):
    """Tell whether two results of a rule are equal."""
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
