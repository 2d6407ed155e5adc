"""How far our rules are from a path that another library took: as a whole, and step by step."""

import inspect

import numpy as np
from oracles import PROBLEMS, STEPS

from gdlesson import Function, descend, optimizers

# where plain descent and momentum need a rate of their own: the default 0.01 is too much for two of the problems
STABLE = {"rosenbrock": 0.0005, "quadratic": 0.01, "badly scaled": 0.0005}


def gap(path, other):
    """Return how far two paths are apart, as part of the larger of 1 and the farthest point."""
    return np.abs(path - other).max() / max(1.0, np.abs(other).max())


def ours(rule, problem, settings, nudge=0.0):
    """Return our own path, by `descend`, from a start that may be nudged by such a part of it."""
    start = np.array(PROBLEMS[problem][1]) * (1 + nudge)
    rule, settings = named(rule), dict(settings)
    rate = settings.pop("learning_rate", inspect.signature(rule).parameters["learning_rate"].default)
    return descend(slope_of(problem), start, rate, 0, STEPS, rule, **settings).path


def slope_of(problem):
    """Return a problem as a function for `descend`; of its values only those count that are finite."""
    return Function(lambda p: float(p @ p), PROBLEMS[problem][0])


def one_step_apart(rule, problem, settings, path, memory=()):
    """Return how far our steps lead from a path, each taken from its own point there: no error can grow."""
    rule, gradient, gaps = named(rule), PROBLEMS[problem][0], []
    for t, (x, theirs) in enumerate(zip(path, path[1:], strict=False), start=1):
        new, *memory = rule(x, gradient(x), t, *memory, **settings)
        gaps.append(gap(new, theirs))
    return np.max(gaps)  # nan where one is, which is smaller than nothing


def chaotic(rule, problem, settings):
    """Tell whether a path magnifies the last digit of its start: then only its steps can be compared."""
    path = ours(rule, problem, settings)
    nudged = [ours(rule, problem, settings, nudge) for nudge in (-1e-15, 1e-15)]
    return max(gap(other, path) for other in nudged) > 1e-13


def check_agreement(rule, problem, settings, path):
    """Hold our rule to a path to 12 digits: to each of its steps, and to the whole where it is not chaotic."""
    assert path.shape == (STEPS + 1, len(PROBLEMS[problem][1])) and np.isfinite(path).all()
    assert not np.array_equal(path[0], path[1]) and not np.array_equal(path[-2], path[-1])
    assert one_step_apart(rule, problem, settings, path) < 1e-12
    if not chaotic(rule, problem, settings):
        assert gap(ours(rule, problem, settings), path) < 1e-12


def named(rule):
    return getattr(optimizers, rule) if isinstance(rule, str) else rule
