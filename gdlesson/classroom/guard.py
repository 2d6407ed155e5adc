"""Folded cells that only check the text: they never stand in a learner's way."""

from contextlib import contextmanager

from gdlesson.live.tested import being_tested

CHANGED = (
    "This folded cell checks the numbers in the text, and they no longer fit. If you have changed something\n"
    "above, or left out a cell, that is why, and it does no harm: just read on. To get the lesson's own numbers\n"
    "back, undo your change and run all cells from the top."
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
        if being_tested():
            raise
        print(CHANGED)
