"""Gradient descent and optimizers, taught one idea at a time.

The files beside this one are the mathematics; read them in this order: functions, calculus, arrays, landscapes;
optimizers, schedules, averaging, curvature, checks, rulecheck; regimes, words, verdicts, descent; losses. The
folders build on them: datasets, networks, live, explorers, exercises, classroom.
"""

import sys
from importlib import import_module

from gdlesson import losses, optimizers, schedules
from gdlesson.averaging import averaged
from gdlesson.curvature import backtrack, clip_by_norm, hessian, newton_step
from gdlesson.datasets import hubble_data
from gdlesson.descent import Descent, descend, descend_many
from gdlesson.functions import Function, quadratic
from gdlesson.landscapes import (
    absolute,
    beale,
    bowl,
    double_well,
    himmelblau,
    hubble,
    least_squares,
    plateau,
    quartic,
    rosenbrock,
    saddle,
    wavy,
)
from gdlesson.scaling import scale_of, standardize
from gdlesson.verdicts import verdict

__version__ = "0.1.0"

# Where the other names live. They are loaded when first used, so that `import gdlesson` stays fast.
LATER = {
    "EventFiles": "networks.event_files",
    "LiveCurves": "explorers.curves.live_training",
    "Network": "networks.network",
    "ask": "classroom.questions",
    "check_setup": "classroom.ready",
    "check_text": "classroom.guard",
    "datasets": "datasets",
    "descend_on_samples": "explorers.samples.run",
    "diagnose": "explorers.curves.run",
    "exercises": "exercises",
    "explore": "explorers.descent.explorer",
    "explore_adaptive": "explorers.adaptive.explorer",
    "explore_backward": "explorers.backward.explorer",
    "explore_curvature": "explorers.curvature.explorer",
    "explore_curves": "explorers.curves.explorer",
    "explore_generalization": "explorers.generalization.explorer",
    "explore_keras": "explorers.keras_twin.explorer",
    "explore_layers": "explorers.layers.explorer",
    "explore_line": "explorers.line.explorer",
    "explore_map": "explorers.outcome_map.explorer",
    "explore_momentum": "explorers.momentum.explorer",
    "explore_network": "explorers.network.explorer",
    "explore_plane": "explorers.plane.explorer",
    "explore_probability": "explorers.probability.explorer",
    "explore_race": "explorers.race.explorer",
    "explore_samples": "explorers.samples.explorer",
    "explore_scaling": "explorers.scaling.explorer",
    "explore_slope": "explorers.slope.explorer",
    "explore_stopping": "explorers.stopping.explorer",
    "find_stops": "explorers.stopping.run",
    "keras_model": "networks.with_keras",
    "lesson_map": "classroom.overview",
    "momentum_run": "explorers.momentum.run",
    "network": "networks.network",
    "our_style": "live.style",
    "picture": "explorers.still",
    "prepare_keras": "networks.with_keras",
    "race": "explorers.race.run",
    "random_starts": "explorers.race.tuning",
    "sensitivity": "explorers.race.tuning",
    "show_tensorboard": "networks.tensorboard_page",
    "smooth": "networks.curves",
    "stop_early": "networks.curves",
    "train": "networks.training",
    "tuned": "explorers.race.tuning",
}

__all__ = [
    "Descent",
    "Function",
    "absolute",
    "averaged",
    "backtrack",
    "beale",
    "bowl",
    "clip_by_norm",
    "descend",
    "descend_many",
    "double_well",
    "hessian",
    "himmelblau",
    "hubble",
    "hubble_data",
    "least_squares",
    "losses",
    "newton_step",
    "optimizers",
    "plateau",
    "quadratic",
    "quartic",
    "rosenbrock",
    "saddle",
    "scale_of",
    "schedules",
    "standardize",
    "verdict",
    "wavy",
]
__all__ += LATER


def __getattr__(name):
    """Load a name of `LATER` the first time it is used; it is in its module, or is the module itself."""
    if name not in LATER:
        raise AttributeError(f"module 'gdlesson' has no attribute {name!r}")
    module = import_module(f"gdlesson.{LATER[name]}")
    return getattr(module, name, module)


def __dir__():
    """Return every public name, so that Tab completion offers those of `LATER` as well."""
    return sorted({*globals(), *LATER})


if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()):
    import_module("gdlesson.live.tracebacks").install(shell)  # a learner's errors show the learner's lines
    if sys.platform == "emscripten":
        import_module("gdlesson.live.in_browser").install(shell)
