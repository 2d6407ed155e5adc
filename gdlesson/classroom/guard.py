"""Folded cells that only check the text: they never stand in a learner's way."""

import os
from contextlib import contextmanager

CHANGED = (
    "This folded cell checks the numbers in the text, and they no longer fit. If you have changed something\n"
    "above, or left out a cell, that is why, and it does no harm: just read on. To get the lesson's own numbers\n"
    "back, choose Kernel → Restart Kernel and Run All Cells… in the menu."
)


@contextmanager
def check_text():
    """Run a block that checks the numbers in a lesson's text.

    For a learner, who may have changed the numbers, an exception in the block becomes a friendly note. While the
    notebooks are tested it is raised as it is.
    """
    try:
        yield
    except Exception:
        if os.environ.get("GDLESSON_MOVE_EVERY_SLIDER"):  # set while the notebooks are tested
            raise
        print(CHANGED)
