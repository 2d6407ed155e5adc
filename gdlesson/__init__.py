"""Gradient descent and optimizers, taught one idea at a time.

Read the files in the order of the mathematics: functions, descent, verdicts, pictures, live, explorers.
"""

from gdlesson.descent import Descent, descend
from gdlesson.functions import Function, quadratic
from gdlesson.verdicts import verdict

__version__ = "0.1.0"
__all__ = ["Descent", "Function", "descend", "explore", "picture", "quadratic", "verdict"]


def __getattr__(name):
    """Load the pictures and the explorers only when somebody asks for them: `import gdlesson` stays quick."""
    if name == "explore":
        from gdlesson.explorers import explore

        return explore
    if name == "picture":
        from gdlesson.pictures import picture

        return picture
    raise AttributeError(f"module 'gdlesson' has no attribute {name!r}")
