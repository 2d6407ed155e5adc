"""Learning rates that show each regime, what the slider shows, and the words of a step."""

import math
from itertools import groupby

from gdlesson.calculus import curvature, round_minima
from gdlesson.regimes import REGIMES
from gdlesson.verdicts import kept, multiplier_sentence, verdict
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


def nearest_minimum(f, x):
    """Return the smooth minimum in view nearest to x and its curvature L, or None twice if L is not usable."""
    place, bend = min(round_minima(f), key=lambda pair: abs(pair[0] - x), default=(None, None))
    return (place, bend) if bend and 1e-100 < bend < 1e100 else (None, None)


def nearest_curvature(f, x):
    """Return the curvature L at the smooth minimum in view nearest to x, or None if there is no usable one."""
    return nearest_minimum(f, x)[1]


def limits(f, start):
    """Return the ticks of the slider, each [log10(rate), name], and a note on L; nothing without an L."""
    place, bend = nearest_minimum(f, start)
    if not bend:
        return [], ""
    others = [curvature(f, float(x)) for x in (*f.view, start)]
    same = all(abs(other - bend) <= 1e-4 * bend for other in others)
    where = "" if same else f"near the minimum x = {number(place, 3)}: "
    return [[math.log10(n / bend), f"{n}/L"] for n in (1, 2)], f"{where}L = {number(bend)}"


def bands(regimes, low, high):
    """Return where on the slider which regime is, as [from, to, word, color, pattern].

    Parameters
    ----------
    regimes : list of str or None
        The regime at each of the slider's positions, which are evenly spaced; None where there is no run.
    low, high : float
        The first position and the last one.
    """
    gap = (high - low) / (len(regimes) - 1)
    found, place = [], 0
    for name, group in groupby(regimes):
        begin, place = place, place + len(list(group))
        ends = (min(max(low + (end - 0.5) * gap, low), high) for end in (begin, place))
        if name:
            look = REGIMES[name]
            found.append([*ends, look.word, look.color, look.pattern])
    return found


def short_verdict(run):
    """Return the verdict on a run, without what each step does to the distance: that takes a lesson to explain."""
    words, factor = verdict(run), multiplier_sentence(run)
    return words.replace(f" {factor}", "") if factor else words


def step_words(run, step):
    """Return in words where a run is after `step` steps, and what the next one will be."""
    x = float(run.path[step])
    slope = run.function.gradient(x)
    factor = f"({number(slope)})" if slope < 0 else number(slope)
    leads = f"−{number(run.learning_rate)} · {factor} = {number(-run.learning_rate * slope)}"
    if run.optimizer:
        leads = number((run.path[step + 1] if step < run.nit else run.ahead) - x)
    here = f"x = {number(x)}, loss {number(run.losses[step])}, slope {number(slope)}"
    return f"Step {step} of {run.nit}: {here}; the next step is {leads}."
