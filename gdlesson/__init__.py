"""Gradient descent and optimizers, taught one idea at a time.

Read the files in the order of the mathematics: functions, descent, verdicts, pictures, live, explorers.
"""

from importlib import import_module

from gdlesson.descent import Descent, descend
from gdlesson.functions import Function, quadratic
from gdlesson.verdicts import verdict

__version__ = "0.1.0"
__all__ = [
    "Descent",
    "Function",
    "check_setup",
    "descend",
    "explore",
    "lesson_map",
    "picture",
    "quadratic",
    "verdict",
]

# where to find what is loaded only when somebody asks for it, so that `import gdlesson` stays quick
LATER = {
    "check_setup": "gdlesson.ready",
    "explore": "gdlesson.explorers",
    "lesson_map": "gdlesson.lessons",
    "picture": "gdlesson.pictures",
}


def __getattr__(name):
    """Load a name of `LATER` at its first use."""
    if name in LATER:
        return getattr(import_module(LATER[name]), name)
    raise AttributeError(f"module 'gdlesson' has no attribute {name!r}")
