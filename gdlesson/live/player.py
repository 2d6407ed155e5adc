"""The buttons that go through the steps of a run: back, on, and all of them as a movie."""

import anywidget
import traitlets

from gdlesson.live.page import module, text_of


class Player(anywidget.AnyWidget):
    """Buttons that move the control of a whole number: one back, one on, and from one end to the other.

    Parameters
    ----------
    control : NumberControl
        What they move, from its lowest number to its highest.
    """

    _esm = module("page.js", "player.js")
    _css = text_of("player.css")
    control = traitlets.Unicode().tag(sync=True)  # the id of its model

    def __init__(self, control):
        super().__init__(control=control.model_id)
