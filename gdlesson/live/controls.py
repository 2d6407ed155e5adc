"""The controls of an explorer: ipywidgets with a `value`, and the rules for setting it from code."""

import math

import ipywidgets as widgets
import numpy as np
import traitlets

from gdlesson.checks import as_float


class NumberControl(widgets.HBox):
    """One number: a slider to drag, and a box that accepts any number and shows it in full.

    Parameters
    ----------
    slider, box : widget
        Each has a `value`. The slider is linear or logarithmic.
    """

    value = traitlets.Float()

    def __init__(self, slider, box):
        self.slider, self.box = slider, box
        super().__init__([slider, box], value=box.value)
        slider.observe(self._slid, "value")
        box.observe(self._typed, "value")

    def follow(self):
        """From now on, update box and slider with the value. Call this last, so that the picture goes first."""
        self.observe(self._follow, "value")

    def set_range(self, low, high, step):
        """Give the slider new ends and a new step, and move the value between the ends."""
        ends = np.log10([low, high]).tolist() if is_logarithmic(self.slider) else (low, high)
        with self.slider.hold_trait_notifications():
            self.slider.min, self.slider.max, self.slider.step = *ends, step
        self.value = min(max(self.value, low), high)

    def nearest(self, value):
        """Return the value on the (linear) slider that is nearest to a given one."""
        rounded = round(value, -round(math.log10(self.slider.step)))
        return min(max(rounded, self.slider.min), self.slider.max)

    def _slid(self, change):
        """Take the slider's value, unless it is only our own value, rounded by the browser to the nearest step."""
        if abs(self._position(self.slider.value) - self._position(self._limited())) > 0.501 * self.slider.step:
            self.value = float(f"{self.slider.value:.3g}")

    def _typed(self, change):
        """Take the number that was typed; put the old one back if it is not a number."""
        if math.isnan(self.box.value):
            self.box.value = self.value
        else:
            self.value = self.box.value

    def _follow(self, change):
        """Update box and slider, but not a slider that already shows the value: someone may be dragging it."""
        self.box.value = self.value
        if float(f"{self.slider.value:.3g}") != self.value:
            self.slider.value = self._limited()

    def _limited(self):
        """Return the value, limited to the slider's range."""
        low, high = positions(self, 2)
        return min(max(self.value, low), high)

    def _position(self, value):
        """Return where a value lies along the slider, in the units of the slider's `step`."""
        if not is_logarithmic(self.slider):
            return value
        return math.log10(value) if value > 0 else -math.inf


def is_logarithmic(slider):
    """Return whether a slider is logarithmic."""
    return isinstance(slider, widgets.FloatLogSlider)


def look(description, width):
    """Return the options that all controls share: the label, and the width, such as "22em"."""
    layout = widgets.Layout(width=width)
    return {"description": description, "style": {"description_width": "7em"}, "layout": layout}


def log_control(description, value, low, high):
    """Return the control of a positive number of any size: a logarithmic slider, and a box for any number."""
    slider = widgets.FloatLogSlider(
        value=min(max(value, low), high),
        min=math.log10(low),
        max=math.log10(high),
        step=0.01,
        readout=False,
        **look(description, "26em"),
    )
    tooltip = f"{description}: type any number"
    return NumberControl(
        slider, widgets.FloatText(value=value, tooltip=tooltip, layout=widgets.Layout(width="7em"))
    )


def number_control(description, value, low, high, step):
    """Return the control of a number: a slider between two ends, and a box for any number."""
    slider = widgets.FloatSlider(
        value=value, min=low, max=high, step=step, readout=False, **look(description, "20em")
    )
    box = widgets.FloatText(value=value, tooltip="type any number", layout=widgets.Layout(width="5em"))
    return NumberControl(slider, box)


def count_control(description, value, low, high):
    """Return the control of a whole number between two ends."""
    return widgets.IntSlider(value=value, min=low, max=high, readout_format="d", **look(description, "22em"))


def choice_control(description, options, value):
    """Return the control of a choice; `options` is a list of names, or a dict from names to values."""
    options = options if isinstance(options, dict) else {name: name for name in options}
    return widgets.Dropdown(options=options, value=value, **look(description, "22em"))


def button(description, tooltip, action):
    """Return a button that calls action()."""
    made = widgets.Button(description=description, tooltip=tooltip, layout=widgets.Layout(width="auto"))
    made.on_click(lambda _: action())
    return made


def step_buttons(go):
    """Return the buttons "back" and "step", which call go(-1) and go(1)."""
    back = button("◀ back", "one step back", lambda: go(-1))
    return back, button("step ▶", "one step on; after the last one, from the start", lambda: go(1))


def checked_within(name, value, low, high):
    """Return a number if it lies between two ends, as an int if the ends are ints; otherwise raise an error."""
    number = as_float(name, value)
    if not (low <= number <= high and math.isfinite(number)):
        ends = "a finite number, 0 or more" if high == math.inf else f"between {low:.9g} and {high:.9g}"
        raise ValueError(f"{name} must be {ends}, got {value}")
    if isinstance(low, int) and number != int(number):
        raise ValueError(f"{name} must be a whole number, got {value}")
    return type(low)(number)


def checked_choice(name, value, options):
    """Return an option, given its name or the option itself; otherwise raise ValueError."""
    for text, option in options.items():
        if option is value or isinstance(value, str) and value in (text, option):
            return option
    raise ValueError(f"{name} must be one of {', '.join(options)}, got {value!r}")


def positions(control, count=9):
    """Return values along a control's slider, including both ends; for a choice, all options."""
    if isinstance(control, widgets.Dropdown):
        return list(control.options.values())
    slider = getattr(control, "slider", control)
    if is_logarithmic(slider):
        return [float(rate) for rate in np.logspace(slider.min, slider.max, count)]
    kind = type(slider.value)
    return [kind(value) for value in np.linspace(slider.min, slider.max, count)]


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
        slider = getattr(control, "slider", control)
        low, high = (0.0, math.inf) if is_logarithmic(slider) else (slider.min, slider.max)
        control.value = checked_within(self.name, value, low, high)


def fine_step(view):
    """Return the power of ten that divides a view into 100 to 1000 steps."""
    return 10.0 ** math.floor(math.log10((view[1] - view[0]) / 100))
