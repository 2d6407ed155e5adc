"""Are the notebooks being tested? Then explorers move their sliders, and nothing that goes wrong is kept quiet."""

import os


def being_tested():
    """Return whether the notebooks are being tested, as `classroom.rules` says in the environment."""
    return bool(os.environ.get("GDLESSON_MOVE_EVERY_SLIDER"))
