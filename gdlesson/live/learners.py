"""Which explorers run functions from the notebook: another cell may change what these do."""

import weakref
from functools import partial

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
    """Return whether this is a function that the notebook defines, or is made of one, or holds one."""
    if isinstance(part, Function):
        return is_from_notebook(part.value) or is_from_notebook(part.slope)
    if isinstance(part, partial):
        return is_from_notebook(part.func)
    if isinstance(part, (list, tuple, dict)):
        return any(map(is_from_notebook, part.values() if isinstance(part, dict) else part))
    return callable(part) and "__main__" in (getattr(part, "__module__", None), type(part).__module__)
