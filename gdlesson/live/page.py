"""The modules that the parts of an explorer run on the page."""

from pathlib import Path


def module(*names):
    """Return the text of a module: the files of these names, one after the other."""
    return "".join(map(text_of, names))


def text_of(name):
    """Return the text of a file beside this one.

    To anywidget it goes as text: of a file given by its path, it would keep every widget that was ever made.
    """
    return Path(__file__).with_name(name).read_text("utf-8")


def view_of(widget):
    """Return the data by which a notebook shows a widget: the same for ipywidgets 8, and 7, which Colab has."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return {"application/vnd.jupyter.widget-view+json": view}
