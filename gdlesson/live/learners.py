"""Which explorers run functions from the notebook: another cell may change what these do."""

import weakref

from gdlesson.functions import Function
from gdlesson.live.idle import IDLE

EXPLORERS = weakref.WeakSet()


def note_learners(explorer):
    """Have an explorer forget its frames after each cell, if it runs functions that the notebook defines."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell and any(is_from_notebook(part) for part in parts(explorer)):
        if forget_frames not in shell.events.callbacks["post_run_cell"]:
            shell.events.register("post_run_cell", forget_frames)
        EXPLORERS.add(explorer)


def forget_frames(result=None):
    """Have the page forget all frames that may no longer be true."""
    for explorer in list(EXPLORERS):
        IDLE.work.pop(explorer, None)  # frames may be half drawn, or wait to be sent
        explorer.forget_frames()


def parts(explorer):
    """Yield what an explorer holds, and the options of its choices."""
    yield from vars(explorer).values()
    for control in explorer.controls.values():
        yield from getattr(control, "options", {}).values()


def is_from_notebook(part):
    """Return whether this is a function that was defined in the notebook, or made of one."""
    if isinstance(part, Function):
        return is_from_notebook(part.value) or is_from_notebook(part.slope)
    return callable(part) and getattr(part, "__module__", None) == "__main__"
