"""The controls of an explorer: ipywidgets with a `value`, and the rules for setting it from code."""

import math

import ipywidgets as widgets
import numpy as np
import traitlets

LABEL = {"description_width": "7em"}
WIDE = {"width": "24em"}


class RateControl(widgets.HBox):
    """A learning rate: a logarithmic slider, and a box that takes any number and shows it in full.

    The slider gives rates of three digits; the box, and code, may set any rate, also beyond the slider.
    """

    value = traitlets.Float()

    def __init__(self, value, low, high):
        self.slider = widgets.FloatLogSlider(
            value=min(max(value, low), high),
            min=math.log10(low),
            max=math.log10(high),
            step=0.01,
            description="learning rate",
            readout=False,
            style=LABEL,
            layout=widgets.Layout(width="28em"),
        )
        self.box = widgets.FloatText(value=value, step=None, layout=widgets.Layout(width="8em"))
        self.box.tooltip = "learning rate: type any number"
        super().__init__([self.slider, self.box], value=value)
        self.slider.observe(self._slid, "value")
        self.box.observe(self._typed, "value")
        self.observe(self._set, "value")

    @property
    def low(self):
        """The slider's left end."""
        return 10**self.slider.min

    @property
    def high(self):
        """The slider's right end."""
        return 10**self.slider.max

    def _slid(self, change):
        if self.slider.value != self._on_slider():
            self.value = float(f"{self.slider.value:.3g}")

    def _typed(self, change):
        self.value = self.box.value

    def _set(self, change):
        """Let box and slider follow; a slider that gave this value already stays where the hand has it."""
        self.box.value = self.value
        if float(f"{self.slider.value:.3g}") != self.value:
            self.slider.value = self._on_slider()

    def _on_slider(self):
        """Return the value as far as the slider can show it."""
        return min(max(self.value, self.low), self.high)


def slider(description, value, low, high, step=None):
    """Return a slider: of whole numbers where value is one, else of floats."""
    kind = widgets.IntSlider if isinstance(value, int) else widgets.FloatSlider
    return kind(
        value=value,
        min=low,
        max=high,
        step=step or 1,
        description=description,
        readout_format="d" if isinstance(value, int) else "",
        style=LABEL,
        layout=widgets.Layout(**WIDE),
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
    if isinstance(value, str) or np.ndim(value) != 0:
        raise TypeError(f"{name} must be one number, got {value!r}")
    low, high = (0, math.inf) if isinstance(control, RateControl) else (control.min, control.max)
    if not (low <= value <= high and math.isfinite(value)):
        ends = (
            "a finite number, 0 or more" if high == math.inf else f"between {low:g} and {high:g}, as on its slider"
        )
        raise ValueError(f"{name} must be {ends}, got {value}")
    control.value = value


def positions(control, count=9):
    """Return values all along a control, its two ends among them."""
    if isinstance(control, RateControl):
        return [float(rate) for rate in np.geomspace(control.low, control.high, count)]
    values = np.linspace(control.min, control.max, count)
    return [int(v) for v in values] if isinstance(control.value, int) else [float(v) for v in values]


class Control:
    """An attribute of an explorer that reads and sets the control of that name."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, explorer, owner=None):
        return self if explorer is None else explorer.controls[self.name].value

    def __set__(self, explorer, value):
        set_control(self.name, explorer.controls[self.name], value)
