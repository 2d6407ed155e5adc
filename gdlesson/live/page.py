"""The modules that the parts of an explorer run on the page."""

from pathlib import Path


def module(*names):
    """Return the text of a module: the files of these names, one after the other."""
    return "".join(Path(__file__).with_name(name).read_text("utf-8") for name in names)
