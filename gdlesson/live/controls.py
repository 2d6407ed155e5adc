"""The controls of an explorer: ipywidgets with a `value`, and the rules for setting it from code."""

import math

import ipywidgets as widgets
import numpy as np
import traitlets

from gdlesson.checks import as_float

LABEL = {"description_width": "7em"}


class NumberControl(widgets.HBox):
    """One number: a slider to move, and a box that takes any number and shows it in full.

    Parameters
    ----------
    slider, box : widget
        Each with a `value`.
    position : callable
        Takes a value, returns where it lies on the slider, in the units of the slider's `step`.
    """

    value = traitlets.Float()

    def __init__(self, slider, box, position=float):
        self.slider, self.box, self.position = slider, box, position
        super().__init__([slider, box], value=box.value)
        slider.observe(self._slid, "value")
        box.observe(self._typed, "value")

    def follow(self):
        """Let box and slider follow the value from now on: asked for last, after the picture that shows it."""
        self.observe(self._follow, "value")

    def span(self, low, high, step):
        """Give the slider other ends, and bring the value between them."""
        ends = np.log10([low, high]).tolist() if isinstance(self.slider, widgets.FloatLogSlider) else (low, high)
        with self.slider.hold_trait_notifications():
            self.slider.min, self.slider.max, self.slider.step = *ends, step
        self.value = min(max(self.value, low), high)

    def _slid(self, change):
        """Take the slider's value, unless it is our own, which the browser puts on the nearest step."""
        if abs(self.position(self.slider.value) - self.position(self._on_slider())) > 0.501 * self.slider.step:
            self.value = float(f"{self.slider.value:.3g}")

    def _typed(self, change):
        """Take what was typed; what is no number at all is replaced by what was there."""
        if math.isnan(self.box.value):
            self.box.value = self.value
        else:
            self.value = self.box.value

    def _follow(self, change):
        """Let box and slider follow; a slider that stands there already stays in the hand that moves it."""
        self.box.value = self.value
        if float(f"{self.slider.value:.3g}") != self.value:
            self.slider.value = self._on_slider()

    def _on_slider(self):
        """Return the value as far as the slider can show it."""
        low, high = positions(self, 2)
        return min(max(self.value, low), high)


def log_control(description, value, low, high):
    """Return the control of a positive number of any size: a logarithmic slider, and a box for any number."""
    slider = widgets.FloatLogSlider(
        value=min(max(value, low), high),
        min=math.log10(low),
        max=math.log10(high),
        step=0.01,
        description=description,
        readout=False,
        style=LABEL,
        layout=widgets.Layout(width="26em"),
    )
    box = widgets.FloatText(
        value=value, tooltip=f"{description}: type any number", layout=widgets.Layout(width="7em")
    )
    return NumberControl(slider, box, lambda rate: math.log10(rate) if rate > 0 else -math.inf)


def number_control(description, value, low, high, step):
    """Return the control of a number: a slider between two ends, and a box for any number."""
    slider = widgets.FloatSlider(
        value=value,
        min=low,
        max=high,
        step=step,
        description=description,
        readout=False,
        style=LABEL,
        layout=widgets.Layout(width="20em"),
    )
    box = widgets.FloatText(value=value, tooltip="type any number", layout=widgets.Layout(width="5em"))
    return NumberControl(slider, box)


def count_control(description, value, low, high):
    """Return the control of a whole number between two ends."""
    return widgets.IntSlider(
        value=value,
        min=low,
        max=high,
        description=description,
        readout_format="d",
        style=LABEL,
        layout=widgets.Layout(width="22em"),
    )


def choice_control(description, options, value):
    """Return the control of one of a few things; options is a dict of their names."""
    return widgets.Dropdown(
        options=options,
        value=value,
        description=description,
        style=LABEL,
        layout=widgets.Layout(width="22em"),
    )


def button(description, tooltip, action):
    """Return a button that calls action()."""
    made = widgets.Button(description=description, tooltip=tooltip, layout=widgets.Layout(width="auto"))
    made.on_click(lambda _: action())
    return made


def set_control(name, control, value):
    """Set a control from code.

    Raises
    ------
    TypeError, ValueError
        The value is not one number, or not one that the control can take.
    """
    if isinstance(control, widgets.Dropdown):
        control.value = checked_choice(name, value, control.options)
        return
    slider = getattr(control, "slider", control)
    low, high = (0.0, math.inf) if isinstance(slider, widgets.FloatLogSlider) else (slider.min, slider.max)
    control.value = checked_within(name, value, low, high)


def checked_within(name, value, low, high):
    """Return a number between two ends, a whole one where the ends are whole; else say what was expected."""
    number = as_float(name, value)
    if not (low <= number <= high and math.isfinite(number)):
        ends = "a finite number, 0 or more" if high == math.inf else f"between {low:.9g} and {high:.9g}"
        raise ValueError(f"{name} must be {ends}, got {value}")
    if isinstance(low, int) and number != int(number):
        raise ValueError(f"{name} must be a whole number, got {value}")
    return type(low)(number)


def checked_choice(name, value, options):
    """Return the one of the options that is meant by its name or by itself; else say what was expected."""
    for text, option in options.items():
        if option is value or isinstance(value, str) and value in (text, option):
            return option
    raise ValueError(f"{name} must be one of {', '.join(options)}, got {value!r}")


def positions(control, count=9):
    """Return values all along a control's slider, its two ends among them, or all that can be chosen."""
    if isinstance(control, widgets.Dropdown):
        return list(control.options.values())
    slider = getattr(control, "slider", control)
    if isinstance(slider, widgets.FloatLogSlider):
        return [float(rate) for rate in np.logspace(slider.min, slider.max, count)]
    kind = type(slider.value)
    return [kind(value) for value in np.linspace(slider.min, slider.max, count)]


class Control:
    """An attribute of an explorer that reads and sets the control of that name."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, explorer, owner=None):
        return self if explorer is None else explorer.controls[self.name].value

    def __set__(self, explorer, value):
        set_control(self.name, explorer.controls[self.name], value)


def fine_step(view):
    """Return a power of ten that divides a view into a few hundred steps."""
    return 10.0 ** math.floor(math.log10((view[1] - view[0]) / 100))
