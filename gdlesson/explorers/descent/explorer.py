"""Gradient descent on a function of one variable, with sliders: `explore`."""

import math
from copy import copy

from gdlesson.checks import checked_interval, checked_number, checked_within, shown
from gdlesson.descent import descend
from gdlesson.explorers.descent.picture import DescentPicture
from gdlesson.explorers.descent.run import (
    PRESETS,
    bands,
    limits,
    nearest_curvature,
    rate_range,
    short_verdict,
    step_words,
)
from gdlesson.functions import as_curve
from gdlesson.live.controls import (
    Control,
    count_control,
    fine_step,
    log_control,
    number_control,
    positions,
)
from gdlesson.live.idle import IDLE
from gdlesson.live.presets import Presets
from gdlesson.live.stepwise import Stepwise
from gdlesson.verdicts import verdict
from gdlesson.words import number

PARTS = "curve", "loss", "start", "iterations", "presets", "regimes"  # what `explore` can show


class DescentExplorer(Stepwise):
    """Gradient descent on a function of one variable; created by `explore`."""

    learning_rate, start, iterations = Control(), Control(), Control()

    def __init__(self, f, start, learning_rate, iterations, optimizer, settings, parts=PARTS):
        self.f, self.optimizer, self.settings, self.parts = f, optimizer, settings, parts
        low, high = rate_range(f, start, learning_rate)
        controls = {
            "learning_rate": log_control("learning rate", learning_rate, low, high),
            "start": number_control("start", start, *f.view, fine_step(f.view)),
            "iterations": count_control("iterations", iterations, 1, max(1000, iterations)),
        }
        if "regimes" in parts and optimizer is None:
            controls["learning_rate"].track = {"note": ""}  # room for what is found in idle moments
            controls["learning_rate"].track_now = self.track_now
        judge = verdict if "regimes" in parts else short_verdict
        super().__init__(controls, self.descend, judge, DescentPicture(f, loss="loss" in parts))

    def descend(self, learning_rate, start, iterations):
        """Return the run of these values."""
        return descend(
            self.f, start, learning_rate, max_iterations=iterations, optimizer=self.optimizer, **self.settings
        )

    def arrange(self):
        """Return the controls, presets and step buttons above the picture."""
        rate, others = self.controls["learning_rate"], [self.controls[name] for name in ("start", "iterations")]
        presets = [Presets(PRESETS, rate, others, self.choose)] if "presets" in self.parts else []
        sliders = [name for name in ("start", "iterations") if name in self.parts]
        return self.above_picture(["learning_rate"], sliders, [self.player, *presets])

    def show(self, run):
        """Show a run, and find what there is to know about all learning rates from this start."""
        super().show(run)
        if self.controls["learning_rate"].marks["at"] != [self.start, self.iterations]:
            self.find_anew()

    def forget_frames(self):
        """Forget what was drawn ahead and found: a cell may have changed what a learner's function does."""
        super().forget_frames()
        self.find_anew()

    def find_anew(self):
        """Find in idle moments what there is to know about all learning rates; until then, the track is old."""
        rate = self.controls["learning_rate"]
        rate.track = rate.track | ({"old": True} if rate.track else {})
        IDLE.soon(lambda: IDLE.do(rate, self.find_all(), brief=True))

    def at_step(self, run, step):
        """Return in words where a run is after `step` steps."""
        return step_words(run, step)

    def choose(self, name):
        """Choose a preset, as its button does: an error is shown in the explorer."""
        self.attempt(lambda: self.preset(name))

    def preset(self, name):
        """Set a learning rate that shows "slow", "steady", "lands", "overshoots", "bounces" or "diverges".

        Raises
        ------
        ValueError
            There is no such preset, or no learning rate on the slider shows it from this start.
        """
        if not isinstance(name, str) or name not in PRESETS:
            raise ValueError(f"preset must be one of {', '.join(PRESETS)}, got {shown(name)}")
        found = next((rate for rate in self.search(name) if rate is not None), None)
        if found is None:
            low, *_, high = positions(self.controls["learning_rate"])
            ends = f"from {number(low)} to {number(high)}"
            raise ValueError(f"No learning rate {ends} shows “{name}” from x = {number(self.start)}.")
        self.show_all_steps()  # even if the rate is the same as before
        self.set(learning_rate=found)

    def search(self, name):
        """Yield None for each learning rate that does not show a preset, then one that does, if there is any."""
        multiple, fits = PRESETS[name]
        rates = positions(self.controls["learning_rate"], 121)
        bend = nearest_curvature(self.f, self.start)
        candidates = [float(f"{rate:.3g}") for rate in rates]
        if bend:  # three digits if they are enough; "bounce" needs exactly 2/L
            candidates = [float(f"{multiple / bend:.3g}"), multiple / bend, *candidates]
        for rate in candidates:
            if fits(self.descend(rate, self.start, self.iterations)):
                yield rate
                return
            yield None

    def find_all(self):
        """Find what belongs to this start, piece by piece, so that the page knows it before someone asks."""
        at = [self.start, self.iterations]
        yield from self.find_track()
        numbers = (yield from self.find_presets()) if "presets" in self.parts else {}
        if at == [self.start, self.iterations]:
            self.controls["learning_rate"].marks = {"at": at, "numbers": numbers}

    def find_track(self):
        """Find what the slider's track shows, yielding after each run."""
        at, found = [self.start, self.iterations], []
        for regime in self.regimes():
            found.append(regime)
            yield
        if found and at == [self.start, self.iterations]:
            self.controls["learning_rate"].track = self.track(found)

    def regimes(self):
        """Return the regimes at all positions of the slider, as an iterator; none if its track is plain."""
        rate = self.controls["learning_rate"]
        return (self.regime_at(place) for place in (rate.places() if rate.track else ()))

    def track(self, regimes):
        """Return what the slider's track shows, given the regimes at all positions."""
        rate, (ticks, note) = self.controls["learning_rate"], limits(self.f, self.start)
        seen = [tick for tick in ticks if rate.low <= tick[0] <= rate.high]
        return {"bands": bands(regimes, rate.low, rate.high), "ticks": seen, "note": note}

    def track_now(self):
        """Return what the slider's track shows, for a page that is saved before it is found."""
        found = list(self.regimes())
        return self.track(found) if found else {}

    def regime_at(self, learning_rate):
        """Return the regime of the run with a learning rate, or None if there is no run."""
        try:
            return self.descend(learning_rate, self.start, self.iterations).regime
        except (Exception, SystemExit):  # of a learner's function: moving there shows it
            return None

    def find_presets(self):
        """Return the numbers of all presets that there are, by name, yielding after each run."""
        found = {}
        for name in PRESETS:
            for rate in self.search(name):
                found |= {} if rate is None else {name: rate}
                yield
        return found


def explore(f, start=8, learning_rate=0.001, iterations=500, view=None, optimizer=None, parts=PARTS, **settings):
    """Return an explorer of gradient descent on f: sliders, picture and verdict.

    Parameters
    ----------
    f : callable
        A function of one variable, built-in or your own.
    start, learning_rate, iterations : number
        The initial positions of the sliders.
    view : (float, float), optional
        The interval of the x axis to show; by default that of f, which is -10 to 10 for a plain function.
    optimizer, **settings
        As for `descend`: an optimizer other than plain gradient descent; it can be your own.
    parts : str or sequence of str
        What to show, by default everything: the "curve", the "loss" after each step, sliders for "start" and
        "iterations", buttons with "presets" of the learning rate, and the "regimes" along its slider, with what
        each step does to the distance. The curve, the learning rate, and the player are always there.

    Returns
    -------
    DescentExplorer
        A notebook shows it if it is the last line of a cell. Code can set its attributes `learning_rate`, `start`,
        `iterations` and `step`, call `preset("bounces")`, and read `run` and `verdict`.

    Raises
    ------
    TypeError, ValueError
        `descend` can't run on f with these settings, or there is no such part; the message says why.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> lab = explore(quadratic([-3, -2, 3]))
    >>> lab.learning_rate = 0.34
    >>> lab.run.regime
    'diverging'
    """
    f, parts = copy(as_curve(f)), checked_parts(parts)
    checked_number("learning_rate", learning_rate)  # a schedule has no slider
    run = descend(f, start, learning_rate, max_iterations=iterations, optimizer=optimizer, **settings)
    low, high = f.view = checked_interval(f.view if view is None else view)
    if not low <= start <= high:
        f.view = min(low, float(math.floor(start))), max(high, float(math.ceil(start)))
    checked_within("iterations", iterations, 1, 10**6)
    return DescentExplorer(f, float(start), float(learning_rate), int(iterations), run.optimizer, settings, parts)


def checked_parts(parts):
    """Return the names of parts of the explorer, or raise an error if there is no such part."""
    names = [parts] if isinstance(parts, str) else parts
    if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) and name in PARTS for name in names):
        raise ValueError(f"parts must be among {', '.join(PARTS)}; got {shown(parts)}")
    return tuple(names)
