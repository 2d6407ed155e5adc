"""The control of one number: a slider to drag, and a box that takes a number the way people write it."""

import math
import re

import anywidget
import traitlets

from gdlesson.checks import checked_within
from gdlesson.live.page import module, text_of


class NumberControl(anywidget.AnyWidget):
    """One number: a slider with its name, and a box that shows the number in full and takes any other one.

    A native slider rather than that of ipywidgets: it tells a screen reader the number itself, not its logarithm,
    and never sends back a number that it was only shown.

    Attributes
    ----------
    label : str
        What the number is; the name of slider and box for screen readers, too.
    value : float, or int if `whole`
        The number. Setting it raises TypeError or ValueError if it is outside the limits.
    limits : (float, float)
        What the number may be; the slider's ends, or more.
    low, high, step : float
        The slider's ends and the distance between two positions: of the number, or, if `logarithmic`, of its
        logarithm to base 10.
    marks : dict
        Numbers with names, and the values of other controls at which they hold: {"at": [...], "numbers": {...}}.
    track : dict
        What the slider's own track shows, or {} for a plain one: "bands", where the same happens, each [from, to,
        word, color, pattern], the pattern a hatch of Matplotlib's; "ticks", each [place, name]; "note", a few
        words about these; and whether all this is "old". Places are the slider's: logarithms, if `logarithmic`.
    typed, refused : str
        What was typed, as long as the number is still that, and why it can't be taken.
    disabled : str
        Why moving it would change nothing, which the page tells; "" if it can be moved. Code can always set it.
    """

    _esm = module("page.js", "number.js")
    _css = text_of("number.css")
    label = traitlets.Unicode().tag(sync=True)
    value = traitlets.Any(0.0).tag(sync=True)
    low, high, step = (traitlets.Float().tag(sync=True) for _ in range(3))
    logarithmic = traitlets.Bool().tag(sync=True)
    marks = traitlets.Dict({"at": [], "numbers": {}}).tag(sync=True)
    track = traitlets.Dict().tag(sync=True)
    typed, refused, disabled = (traitlets.Unicode().tag(sync=True) for _ in range(3))

    def __init__(self, label, value, ends, step, limits=None, logarithmic=False):
        self.whole = isinstance(step, int)
        super().__init__(label=label, logarithmic=logarithmic)
        self.set_range(*ends, step, limits, value)

    def set_range(self, low, high, step, limits=None, value=None):
        """Give the slider new ends and a new step; by default, the number moves between the ends."""
        kind = int if self.whole else float
        self.limits = limits or ((0.0, math.inf) if self.logarithmic else (kind(low), kind(high)))
        ends = (math.log10(low), math.log10(high)) if self.logarithmic else (low, high)
        with self.hold_sync():
            self.low, self.high, self.step = *ends, step
            self.value = min(max(self.value, low), high) if value is None else value

    def track_now(self):
        """Return what the track shows; whoever finds that in idle moments replaces this by what finds it now."""
        return self.track

    def nearest(self, value):
        """Return the number on the slider that is nearest to a given one."""
        if self.logarithmic:
            return min(self.places(), key=lambda place: abs(math.log(place / value)))
        rounded = round(value, -math.floor(math.log10(self.step) + 1e-9))
        return self.checked(min(max(rounded, self.low), self.high))

    def places(self):
        """Return the numbers at all positions of the slider, as the page computes them."""
        kind, last = int if self.whole else float, round((self.high - self.low) / self.step)
        at = [self.low + k * self.step for k in range(last + 1)]
        return [kind(float(f"{10**place:.3g}" if self.logarithmic else f"{place:.12g}")) for place in at]

    def checked(self, value, name=None):
        """Return a number if it is within the limits, and whole if it has to be; otherwise raise an error."""
        return checked_within(name or self.label, value, *self.limits)

    @traitlets.validate("value")
    def _check(self, proposal):
        return self.checked(proposal["value"])

    @traitlets.observe("typed")
    def _read(self, change):
        """Take the number that was typed, or say why not."""
        self.refused = ""
        if self.typed:
            try:
                self.value = self.checked(read_number(self.typed))
            except (TypeError, ValueError) as error:
                self.refused = str(error)

    @traitlets.observe("value")
    def _moved(self, change):
        """Forget what was typed once the number is another one."""
        self.refused = ""
        if self.typed and not means(self.typed, self.value):
            self.typed = ""

    def set_state(self, sync_data):
        """Take what the browser sends; a number that can't be taken is put right there.

        What was moved and typed while the kernel was busy comes at once: then what was typed is the last word.
        """
        state = dict(sync_data)
        dropped = "value" in state and (state.get("typed") or not self.takes(state["value"]))
        if dropped:
            del state["value"]
        super().set_state(state)
        if dropped:
            self.send_state("value")

    def takes(self, value):
        """Return whether this can be the number."""
        try:
            self.checked(value)
        except (TypeError, ValueError):
            return False
        return True


NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII)
PLAIN = str.maketrans({"−": "-", "–": "-", "⁄": "/", "÷": "/", " ": "", "\u00a0": "", "\u202f": "", "\t": ""})


def read_number(text):
    """Return the number that a text means: ``0.25``, ``0,25``, ``1/6``, ``1e-3``, ``- 2``.

    Raises
    ------
    ValueError
        It is not a number, or it could be two.
    """
    plain = text.translate(PLAIN).lower()
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", plain):
        joined = plain.replace(",", "")
        raise ValueError(f"“{text.strip()}” could be two numbers: write {joined}, or a point for the comma")
    parts = plain.replace(",", ".").split("/")
    if len(parts) > 2 or not all(NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"“{text.strip()}” is not a number: write it as 0.25, 1/4 or 2.5e-1")
    above, below = float(parts[0]), float(parts[1]) if len(parts) == 2 else 1.0
    if not below:
        raise ValueError(f"“{text.strip()}” divides by 0: there is no such number")
    return above / below


def means(text, number):
    """Return whether a text means this number."""
    try:
        return read_number(text) == number
    except ValueError:
        return False
