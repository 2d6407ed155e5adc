"""Buttons that set a number's control to values with names."""

import anywidget
import traitlets

from gdlesson.live.page import module, text_of


class Presets(anywidget.AnyWidget):
    """A button for each name; the control's `marks` say which number it stands for.

    Parameters
    ----------
    names : sequence of str
        What is on the buttons.
    control : NumberControl
        What they set.
    others : sequence of NumberControl
        The controls on which the marks depend.
    choose : callable
        Called with a name whose number is not among the marks: it finds it and sets it.
    """

    _esm = module("page.js", "presets.js")
    _css = text_of("player.css")
    names, others = traitlets.List().tag(sync=True), traitlets.List().tag(sync=True)
    control = traitlets.Unicode().tag(sync=True)

    def __init__(self, names, control, others, choose):
        ids = [other.model_id for other in others]
        super().__init__(names=list(names), control=control.model_id, others=ids)
        self.on_msg(lambda widget, content, buffers: choose(content["chosen"]))
