"""The picture of the rules that stop a run: the run on its curve, and flags on its loss where they stop it."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.explorers.descent.picture import SIGN, CurvePanel, LossPanel
from gdlesson.explorers.stopping.run import called
from gdlesson.live.drawing import (
    MovingPicture,
    axis_end,
    heading,
    moving_line,
    moving_text,
    new_figure,
    settle,
    step_axis,
)
from gdlesson.live.palette import BLUE, GRAY, GREEN, INK, PURPLE
from gdlesson.live.style import our_style

LOOKS = {"step": ("P", BLUE), "slope": ("^", GREEN), "loss change": ("v", PURPLE), "cap": ("X", INK)}
SIZES = dict(zip(LOOKS, (17, 14, 10, 13), strict=True))  # of the markers: if they coincide, all are visible
DATA = 0.7  # the part of the loss panel's height that is left to the loss; the flags are above it
ROW = 20  # pixels from one flag to the next
LETTER = 7  # pixels that a letter takes


class Flag:
    """A flag on a pole, with the name of its rule, and a marker at its foot."""

    def __init__(self, ax, name):
        self.ax, self.name = ax, name
        marker, color = LOOKS[name]
        self.pole = moving_line(ax, "-", color=color, lw=1)
        self.cloth = ax.add_patch(PathPatch(Path(np.zeros((4, 2))), facecolor=color, lw=0))
        self.foot = moving_line(ax, marker, color=color, ms=SIZES[name])
        self.words = moving_text(ax, 0, 0, ha="left")
        self.artists = [self.pole, self.cloth, self.foot, self.words]

    def hide(self):
        """Take the flag down."""
        for artist in self.artists:
            artist.set_visible(False)

    def show(self, step, loss, row, chosen):
        """Put the flag up at a step with this loss, in a row counted from the top; a chosen one is larger."""
        right, top = self.ax.bbox.get_points()[1]
        foot = self.ax.transData.transform((step, loss))
        seen = foot[0] <= right
        x, y = min(foot[0], right), top - ROW * (row + 0.6)
        text = f"{called(self.name).removeprefix('the ')} stops: {step}" if chosen else f"{self.name}: {step}"
        text = text if seen else f"{text} →"
        wide, high = (17, 8) if chosen else (12, 6)
        side = 1 if seen and x + wide + 6 + LETTER * len(text) < right - ROW else -1
        for artist in self.artists:
            artist.set_visible(bool(seen) or artist is self.words)
        self.pole.set(data=self.to_data([foot, (x, y + high)]).T, linewidth=2.4 if chosen else 1)
        corners = [(x, y + high), (x + side * wide, y), (x, y - high), (x, y + high)]
        self.cloth.set_path(Path(self.to_data(corners)))
        self.cloth.set_alpha(1.0 if chosen else 0.75)
        self.foot.set_data([step], [loss])
        self.words.set(text=text, horizontalalignment="left" if side > 0 else "right")
        self.words.set_position(self.to_data((x + side * (wide + 6 if seen else 2), y)))

    def to_data(self, pixels):
        """Return points given in pixels in the units of the Axes."""
        return self.ax.transData.inverted().transform(pixels)


class FlagPanel:
    """The loss of a run, and in gray what would come after it; flags where the rules stop it."""

    def __init__(self, ax, f):
        self.ax, self.loss = ax, LossPanel(ax, f, 100)
        low, high = np.log10(ax.get_ylim())
        high = max(high - 2, -9)  # the upper end is 100 times the highest loss, and not far from the floor if tiny
        ax.set_ylim(10**low, min(10 ** (low + (high - low) / DATA), 1e300))
        ax.set_yticks(10.0 ** np.arange(-12, high, 4 * max(1, round((high + 12) / 20))))
        ax.set_title("loss above the minimum, and where each rule stops")
        self.rest = moving_line(ax, "-", color=GRAY, lw=1.2)
        self.never = moving_text(ax, 0, 0, ha="right")
        self.flags = {name: Flag(ax, name) for name in LOOKS}
        flags = [artist for flag in self.flags.values() for artist in flag.artists]
        self.artists = [self.rest, *self.loss.artists, *flags, self.never]

    def show(self, stops, step):
        """Show the first `step` steps of a run, and where each rule stops it."""
        self.loss.show(stops.ran, step)
        losses, end = self.loss.heights(stops.run), self.loss.sinks(stops.run)
        later = np.arange(step, min(end + 1, len(losses)))
        self.rest.set_data(later, np.minimum(losses[later], 1e100))
        self.loss.sign(end, end < len(losses))
        order = sorted((name != "cap", at, name) for name, at in stops.steps.items() if at is not None)
        for flag in self.flags.values():
            flag.hide()
        for row, (_, at, name) in enumerate(order):  # the earlier, the higher: so poles cross few names
            self.flags[name].show(at, losses[at], row, name == stops.rule)
        never = [name for name, at in stops.steps.items() if at is None]
        self.never.set_text(f"never: {', '.join(never)}" if never else "")
        right, top = self.ax.bbox.get_points()[1]
        place = 0.93 * right, top - ROW * (len(order) + 0.6)  # in the row after the last flag
        self.never.set_position(self.ax.transData.inverted().transform(place))


class StoppingPicture(MovingPicture):
    """A run on its curve, and its loss with a flag where each rule stops it."""

    @our_style()
    def __init__(self, f):
        self.figure = new_figure(9, 4.5)
        curve, loss = self.figure.subplots(1, 2, width_ratios=[1, 1.35])
        self.curve, self.loss = CurvePanel(curve, f), FlagPanel(loss, f)
        self.artists = [*self.curve.artists, *self.loss.artists]
        self.reframe(100)
        settle(self.figure)
        self.description = (
            f"Left: the curve of {heading(f)} and the run, as far as the chosen rule lets it go. Right: the loss "
            "of the run at each step, on a logarithmic axis, in gray what would come later, and flags where the "
            "step rule, the slope rule, the loss-change rule and the cap stop it; the chosen one is the largest. "
            f"{SIGN}"
        )

    def frame(self, last):
        """Let the axis of steps end at `last`."""
        step_axis(self.loss.ax, last)

    def show(self, stops, step=None):
        """Show where each rule stops a run, and its first steps, by default until the chosen rule stops it."""
        redrawn = self.reframe(axis_end(last_of_interest(stops)))
        step = stops.step if step is None else min(step, stops.step)
        self.curve.show(stops.ran, step)
        self.loss.show(stops, step)
        return redrawn


def last_of_interest(stops):
    """Return where the last rule stops the run; its last step if a rule never does, or if the cap is chosen."""
    rules = [at for name, at in stops.steps.items() if name != "cap"]
    return stops.run.nit if None in rules or stops.rule == "cap" else max(rules)
