"""The controls of an explorer: widgets with a `value`, and the rules for setting it from code."""

import math

import ipywidgets as widgets
import numpy as np

from gdlesson.checks import shown
from gdlesson.live.number import NumberControl


def log_control(label, value, low, high, limits=None):
    """Return the control of a positive number: a logarithmic slider, and a box for any one within the limits."""
    return NumberControl(label, value, (low, high), 0.01, limits, logarithmic=True)


def number_control(label, value, low, high, step):
    """Return the control of a number between two ends."""
    return NumberControl(label, value, (low, high), step)


def count_control(label, value, low, high):
    """Return the control of a whole number between two ends."""
    return NumberControl(label, value, (low, high), 1)


def choice_control(description, options, value, width=26.8):
    """Return the control of a choice, of a width in em; `options` is a list of names, or a dict to values."""
    options = options if isinstance(options, dict) else {name: name for name in options}
    look = {"style": {"description_width": "6.5em"}, "layout": widgets.Layout(width=f"{width}em")}
    return widgets.Dropdown(options=options, value=value, description=description, **look)


def checked_choice(name, value, options):
    """Return an option, given its name or the option itself; otherwise raise ValueError."""
    for text, option in options.items():
        if option is value or isinstance(value, str) and value in (text, option):
            return option
    raise ValueError(f"{name} must be one of {', '.join(options)}, got {shown(value)}")


def positions(control, count=9):
    """Return values along a control's slider, including both ends; for a choice, all options."""
    if isinstance(control, widgets.Dropdown):
        return list(control.options.values())
    spaced = np.logspace if control.logarithmic else np.linspace
    return list(map(int if control.whole else float, spaced(control.low, control.high, count)))


def position(control):
    """Return where a control stands: its value, or, if it is a choice, the number of the option."""
    return getattr(control, "index", control.value)


def value_at(control, place):
    """Return the value of a control at a position; None stays None."""
    if isinstance(control, widgets.Dropdown):
        return list(control.options.values())[place]
    return place if place is None else control.checked(place)


def numbers(controls):
    """Return the names of the controls of numbers among controls by name."""
    return [name for name, control in controls.items() if isinstance(control, NumberControl)]


def has_choice(widget):
    """Return whether a widget is anything but a choice between fewer than two options."""
    return not isinstance(widget, widgets.Dropdown) or len(widget.options) > 1


class Control:
    """An attribute of an explorer that reads and sets the control of the same name.

    Setting it raises TypeError or ValueError if the control cannot take the value.
    """

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, explorer, owner=None):
        return self if explorer is None else explorer.controls[self.name].value

    def __set__(self, explorer, value):
        control = explorer.controls[self.name]
        if isinstance(control, widgets.Dropdown):
            control.value = checked_choice(self.name, value, control.options)
            return
        control.value = control.checked(value, self.name)


def fine_step(view):
    """Return the power of ten that divides a view into 100 to 1000 steps."""
    return 10.0 ** math.floor(math.log10((view[1] - view[0]) / 100))
