"""Gradient descent and optimizers, taught one idea at a time.

Read the files in the order of the mathematics: functions, optimizers, schedules, regimes, verdicts, descent;
landscapes, surfaces, many, plane, maps, losses, fitting, slopes, stopping, momentum_map, samples, adaptive, races;
network, training, datasets, with_keras, keras_runs; then the pictures, live, controls, and the explorers. What is
left serves the lessons.
"""

from importlib import import_module

from gdlesson import datasets, losses, optimizers, schedules
from gdlesson.curves import stop_early
from gdlesson.descent import Descent, descend
from gdlesson.diagnosis import diagnose
from gdlesson.functions import Function, quadratic
from gdlesson.landscapes import absolute, double_well, plateau, quartic, wavy
from gdlesson.many import descend_many
from gdlesson.network import Network
from gdlesson.stopping import find_stops
from gdlesson.surfaces import beale, bowl, himmelblau, hubble, hubble_data, least_squares, rosenbrock, saddle
from gdlesson.training import train
from gdlesson.verdicts import verdict

__version__ = "0.1.0"
__all__ = [
    "Descent",
    "EventFiles",
    "Function",
    "LiveCurves",
    "Network",
    "absolute",
    "ask",
    "beale",
    "bowl",
    "check_setup",
    "datasets",
    "descend",
    "descend_many",
    "diagnose",
    "double_well",
    "explore",
    "explore_adaptive",
    "explore_curves",
    "explore_keras",
    "explore_line",
    "explore_map",
    "explore_momentum",
    "explore_network",
    "explore_plane",
    "explore_race",
    "explore_samples",
    "explore_slope",
    "explore_stopping",
    "find_stops",
    "himmelblau",
    "hubble",
    "hubble_data",
    "least_squares",
    "lesson_map",
    "losses",
    "optimizers",
    "picture",
    "plateau",
    "prepare_keras",
    "quadratic",
    "quartic",
    "rosenbrock",
    "saddle",
    "schedules",
    "show_tensorboard",
    "stop_early",
    "train",
    "verdict",
    "wavy",
]

# where to find what is loaded only when somebody asks for it, so that `import gdlesson` stays quick
LATER = {
    "EventFiles": "gdlesson.event_files",
    "LiveCurves": "gdlesson.live_training",
    "ask": "gdlesson.questions",
    "check_setup": "gdlesson.ready",
    "explore": "gdlesson.explorers",
    "explore_adaptive": "gdlesson.adaptive_explorer",
    "explore_curves": "gdlesson.curves_explorer",
    "explore_keras": "gdlesson.keras_explorer",
    "explore_line": "gdlesson.lesson_explorers",
    "explore_map": "gdlesson.map_explorer",
    "explore_momentum": "gdlesson.momentum_explorer",
    "explore_network": "gdlesson.network_explorer",
    "explore_plane": "gdlesson.plane_explorer",
    "explore_race": "gdlesson.race_explorer",
    "explore_samples": "gdlesson.samples_explorer",
    "explore_slope": "gdlesson.lesson_explorers",
    "explore_stopping": "gdlesson.lesson_explorers",
    "lesson_map": "gdlesson.lessons",
    "picture": "gdlesson.pictures",
    "prepare_keras": "gdlesson.with_keras",
    "show_tensorboard": "gdlesson.tensorboard_page",
}


def __getattr__(name):
    """Load a name of `LATER` at its first use."""
    if name in LATER:
        return getattr(import_module(LATER[name]), name)
    raise AttributeError(f"module 'gdlesson' has no attribute {name!r}")
