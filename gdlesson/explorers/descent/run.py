"""Learning rates that show each regime, the range of the slider, and the verdict on part of a run."""

import math

from gdlesson.calculus import round_minima
from gdlesson.verdicts import kept
from gdlesson.words import number

# for each preset: which multiple of 1/L to try first, and whether a run shows it
PRESETS = {
    "slow": (0.006, lambda run: run.regime == "slow" and 0.9 < kept(run) < 1),
    "steady": (0.3, lambda run: run.regime == "steady" and run.success),
    "lands": (1.0, lambda run: run.regime == "steady" and run.success and run.nit == 1),
    "overshoots": (1.5, lambda run: run.regime == "overshooting" and run.success),
    "bounces": (2.0, lambda run: run.regime == "bouncing"),
    "diverges": (2.04, lambda run: run.regime == "diverging"),
}


def rate_range(f, start, learning_rate):
    """Return the ends of the slider: powers of ten from much too slow to diverging, and around learning_rate."""
    bend = nearest_curvature(f, start)
    low = 10.0 ** math.floor(math.log10(1e-3 / bend)) if bend else 1e-4
    high = 10.0 ** math.ceil(math.log10(2.5 / bend)) if bend else 1.0
    wanted = learning_rate or low
    return min(low, wanted), max(high, wanted)


def nearest_curvature(f, x):
    """Return the curvature L at the smooth minimum in view nearest to x, or None if there is no usable one."""
    bend = min(round_minima(f), key=lambda pair: abs(pair[0] - x), default=(0, None))[1]
    return bend if bend and 1e-100 < bend < 1e100 else None


def step_words(run, step):
    """Return in words where a run is after `step` steps, and what the next one will be."""
    x = float(run.path[step])
    slope = run.function.gradient(x)
    leads = f"−{number(run.learning_rate)} · {number(slope)} = {number(-run.learning_rate * slope)}"
    if run.optimizer:
        leads = number((run.path[step + 1] if step < run.nit else run.ahead) - x)
    here = f"x = {number(x)}, loss {number(run.losses[step])}, slope {number(slope)}"
    return f"Step {step} of {run.nit}: {here}; the next step is {leads}."
