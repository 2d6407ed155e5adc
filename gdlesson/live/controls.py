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


def choice_control(description, options, value):
    """Return the control of a choice; `options` is a list of names, or a dict from names to values."""
    options = options if isinstance(options, dict) else {name: name for name in options}
    look = {"style": {"description_width": "6.5em"}, "layout": widgets.Layout(width="26.8em")}
    return widgets.Dropdown(options=options, value=value, description=description, **look)


def button(description, tooltip, action):
    """Return a button that calls action()."""
    made = widgets.Button(description=description, tooltip=tooltip, layout=widgets.Layout(width="auto"))
    made.on_click(lambda _: action())
    return made


def step_buttons(go):
    """Return the buttons "back" and "step", which call go(-1) and go(1)."""
    back = button("◀ back", "one step back", lambda: go(-1))
    return back, button("step ▶", "one step on; after the last one, from the start", lambda: go(1))


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
