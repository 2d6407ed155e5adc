"""The picture of a training: loss and metric against the epochs, progress, and a key."""

import io
import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from gdlesson.live.drawing import MovingPicture, light_grid, moving_line, moving_text, new_figure
from gdlesson.live.ends import NamedEnds, least_accuracy
from gdlesson.live.palette import GRAY, GREEN, INK, PURPLE
from gdlesson.live.style import our_style
from gdlesson.networks.curves import best_epoch, history_of, metric_of, smooth
from gdlesson.words import number

# Blue and orange are the answers yes and no, which may be drawn beside the curves.
LOOKS = [("training", "-", "s", PURPLE), ("validation", "--", "D", GREEN)]
FAINT = ["#DDB4D6", "#99D8C7"]  # the same purple and green, but light: the data behind a smoothed line
TINY = 1e-300  # no axis ends closer to 0
WORDS = 92  # pixels that half the words at the star take, at most
UNKNOWN = 10  # the initial number of epochs on the axis, if the total is unknown


@dataclass(frozen=True)
class Frame:
    """The still part of the picture: the ends of the axes, the name of the metric, and whose examples it shows."""

    epochs: int
    loss: tuple
    log: bool
    metric: str
    values: tuple
    plane: str | None = None


def frame_of(history, epochs=None, log=False, plane=None):
    """Return the frame of a history; as the history grows, it changes rarely, by doubling."""
    done, metric = len(history["loss"]), metric_of(history)
    right = epochs if epochs and epochs >= done else UNKNOWN * 2 ** math.ceil(math.log2(max(1, done / UNKNOWN)))
    losses, values = (finite(history, name) for name in ("loss", metric))
    log = log and bool((losses > TINY).any())
    ends = of_metric(values, metric or "")
    return Frame(right, decades(losses) if log else span(losses), log, metric or "", ends, plane)


def finite(history, name):
    """Return all finite values of a quantity, for training and validation, in the order of the epochs."""
    rows = [history[key] for key in (name, f"val_{name}") if key in history]
    both = np.array(rows).T.ravel() if rows else np.zeros(0)
    return both[np.isfinite(both)]


def span(values, most=8):
    """Return the ends of a linear axis: round numbers around the first values, doubled up to `most` times that."""
    first = 1.2 * float(np.abs(values[:2]).max(initial=0))
    first = first if first > TINY else 1.0
    unit = 10.0 ** math.floor(math.log10(first))
    top = next(n * unit for n in (1, 2, 3, 4, 6, 8, 10) if n * unit >= first)
    low, high = values.min(initial=0), values.max(initial=0)
    doubled = lambda end: min(top * 2 ** max(0, math.ceil(math.log2(end / top))), most * top)  # noqa: E731
    return (-doubled(-low) if low < 0 else 0.0), (doubled(high) if high > 0 else top)


def of_metric(values, name):
    """Return the ends of the axis of a metric: 0 or one half, and 1, for an accuracy."""
    if name.endswith("accuracy") and values.max(initial=1) <= 1:
        return least_accuracy(values) if values.size else 0.0, 1.0
    return (0.0, 1.0) if values.min(initial=0) >= 0 and values.max(initial=1) <= 1 else span(values)


def decades(values, most=8):
    """Return the ends of a logarithmic axis: powers of ten around the values, at most `most` decades."""
    values = values[values > TINY]
    top = math.ceil(math.log10(values.max() * 1.01))
    bottom = min(math.floor(math.log10(values.min() * 0.99)), top - 2)
    return 10.0 ** max(bottom, top - most), 10.0**top


class HistoryPanel:
    """One quantity for training and validation: each line ends in a marker and its name."""

    def __init__(self, ax):
        light_grid(ax)
        ax.set_xlabel("epoch")
        self.ax = ax
        self.raw = [moving_line(ax, "-", color=color, lw=1) for color in FAINT]
        self.lines = [moving_line(ax, style, color=color, lw=2) for _, style, _, color in LOOKS]
        self.marks = [moving_line(ax, marker, color=color, ms=8) for _, _, marker, color in LOOKS]
        self.ends = NamedEnds(ax, [name for name, *_ in LOOKS], self.marks)
        self.beyond = moving_line(ax, "^", color=INK, ms=8)
        self.best = moving_line(ax, "*", color=INK, ms=14)
        self.leader = moving_line(ax, "-", color=GRAY, lw=0.8)
        self.words = [moving_text(ax, 0, 0, fontsize=9.5, ha=side) for side in ("left", "center")]
        self.artists = [
            *self.raw,
            *self.lines,
            *self.ends.artists,
            self.beyond,
            self.leader,
            self.best,
            *self.words,
        ]

    def frame(self, title, ends, epochs, log=False):
        """Set the ends of the axes and the title."""
        low, high = ends
        room = 0 if log else 0.03 * (high - low)
        self.ax.set(yscale="log" if log else "linear", ylim=(low, high + room), title=title)
        self.ends.fit_axis(epochs)
        self.low, self.high = low, high + room

    def show(self, rows, weight, starred=False):
        """Show rows of numbers, smoothed; `starred` puts a star at the lowest point of the second row."""
        beyond, ends = np.zeros(0), []
        for row, (raw, line) in enumerate(zip(self.raw, self.lines, strict=True)):
            values = rows[row] if row < len(rows) else np.zeros(0)
            drawn = smooth(values, weight) if len(values) else values
            epochs = np.arange(1, len(values) + 1)
            self.move(raw, epochs, values if weight else values[:0])
            ends.append(self.move(line, epochs, drawn))
            beyond = np.union1d(beyond, epochs[drawn > self.high])
        self.ends.show(ends)
        self.move(self.beyond, beyond, beyond * 0 + self.at(0.98))
        best = best_epoch(drawn) if starred and len(drawn) else 0
        self.move(self.best, epochs[best - 1 : best], drawn[best - 1 : best])
        self.say(beyond, best, drawn, weight)

    def say(self, beyond, best, drawn, weight):
        """Say what a triangle and the star mean, beside them."""
        off, lowest = self.words
        off.set(text="too large for the axis" if len(beyond) else "")
        off.set_position((max(beyond, default=0) + self.ends.pixel * 10, self.at(0.98)))
        lowest.set(text=f"lowest {'smoothed' if weight else 'validation'}: epoch {best}" if best else "")
        self.leader.set_data([], [])
        if best:
            at, top = drawn[best - 1], min(self.at(0.35, drawn[best - 1]), self.at(0.9))
            lowest.set_position((max(best, WORDS * self.ends.pixel), top))
            self.leader.set_data([best, best], [at, min(self.at(0.28, at), self.at(0.85))])

    def at(self, part, start=None):
        """Return the number at a part of the height of the axis, above `start` or else its lower end."""
        to_data = self.ax.transData.inverted()
        low = self.ax.bbox.y0 if start is None else self.ax.transData.transform((0, start))[1]
        return to_data.transform((0, low + part * self.ax.bbox.height))[1]

    def move(self, line, epochs, values):
        """Move a line to the finite values; values beyond the axis are drawn at its edge. Return its points."""
        there = np.isfinite(values)
        line.set_visible(bool(there.any()))
        line.set_data(epochs[: len(values)][there], np.clip(values[there], self.low, self.high))
        return line.get_data()


class ProgressBar:
    """A bar that shows how many of the epochs are finished, and the latest numbers."""

    def __init__(self, ax):
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        for side in ax.spines.values():
            side.set_color(GRAY)
        self.bar = moving_line(ax, "-", color="#B5D6EA", lw=ax.bbox.height * 72 / ax.figure.dpi)
        self.bar.set_solid_capstyle("butt")
        self.words = moving_text(ax, 0.5, 0.5, ha="center")
        self.artists = [self.bar, self.words]

    def show(self, history, epochs):
        """Fill the bar up to the current epoch; if the total is unknown, only count."""
        done = len(history.get("loss", ()))
        known = bool(epochs) and epochs >= done
        self.bar.set_data([0, done / epochs] if known else [], [0.5, 0.5] if known else [])
        self.words.set_text(progress_words(history, epochs if known else None))


def progress_words(history, epochs):
    """Return in words how far a training has come, with its latest numbers."""
    done = len(history.get("loss", ()))
    told = [f"epoch {done} of {epochs}" if epochs else f"epoch {done}"]
    for name in ("loss", metric_of(history)) if done else ():
        if name:
            validation = (
                f", validation {number(history[f'val_{name}'][-1], 2)}" if f"val_{name}" in history else ""
            )
            told.append(f"{name} {number(history[name][-1], 2)}{validation}")
    return "  ·  ".join(told)


class CurvesPicture(MovingPicture):
    """Loss and metric of a training against the epochs.

    Parameters
    ----------
    progress : bool
        Whether there is a progress bar.
    plane : bool
        Whether there is room for the plane of the examples, with the network's answers.
    """

    @our_style()
    def __init__(self, progress=False, plane=False):
        high = (4.2 if plane else 3.5) + (0.35 if progress else 0.0)
        self.figure = new_figure(9, high)
        self.figure.set_layout_engine(None)
        boxes = [(0.07, 0.52, 0.415, 2.65), (0.57, 0.52, 0.415, 2.65)]
        if plane:
            boxes = [(0.06, 2.1, 0.45, 1.8), (0.06, 0.5, 0.45, 1.0), (0.6, 0.5, 0.385, 3.22)]
        left = boxes[0][0]
        boxes += [(left, high - 0.33, 0.985 - left, 0.24)] if progress else []
        axes = [self.figure.add_axes((x, y / high, wide, tall / high)) for x, y, wide, tall in boxes]
        self.panels = [HistoryPanel(ax) for ax in axes[:2]]
        self.plane = axes[2] if plane else None
        self.bar = ProgressBar(axes[-1]) if progress else None
        moving = [*self.panels, *([self.bar] if progress else [])]
        self.fixed = [artist for part in moving for artist in part.artists]
        self.artists, self.backgrounds = list(self.fixed), {}
        self.reframe(frame_of({"loss": []}))

    def frame(self, frame):
        """Draw the still part."""
        loss, metric = self.panels
        loss.frame("loss, on a logarithmic axis" if frame.log else "loss", frame.loss, frame.epochs, frame.log)
        metric.frame(frame.metric or "no metric was asked for", frame.values, frame.epochs)
        first, second = ("Top left", "Below it") if self.plane else ("Left", "Right")
        log = ", on a logarithmic axis" if frame.log else ""
        other = frame.metric or "nothing, for there is no metric"
        self.description = (
            f"{first}: the loss against the epoch{log}. {second}: {other}. Training is a solid purple line that "
            "ends in a square, validation a dashed green one that ends in a diamond; a star marks the lowest "
            "point of the line of validation, a triangle at the upper edge a value too large for the axis."
        )

    def show(self, training, epochs=None, smoothing=0.0, log=False, shown=None, plane=None):
        """Show the history of a training, or the epochs of it that are `shown`; return its frame."""
        history = history_of(training)
        if self.bar:
            self.bar.show(history, epochs)
        self.reframe(frame_of(history, epochs, log, plane))
        for panel, name in zip(self.panels, ("loss", metric_of(history)), strict=True):
            rows = [history[key][:shown] for key in (name, f"val_{name}") if key in history]
            panel.show(rows, smoothing, starred=name == "loss" and len(rows) > 1)
        return self.subject

    @our_style()
    def png(self):
        """Return the picture as the bytes of a PNG file; the still part is drawn only once for each frame."""
        canvas, shown = self.figure.canvas, [artist for artist in self.artists if artist.get_visible()]
        if self.subject not in self.backgrounds:
            for artist in shown:
                artist.set_visible(False)
            canvas.draw()
            self.backgrounds[self.subject] = canvas.copy_from_bbox(self.figure.bbox)
            for artist in shown:
                artist.set_visible(True)
        canvas.restore_region(self.backgrounds[self.subject])
        for artist in shown:
            artist.axes.draw_artist(artist)
        file = io.BytesIO()
        Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3]).save(file, format="png")
        return file.getvalue()


@our_style()
def draw_side_by_side(histories):
    """Return a figure with the curves of several trainings by name: for each, the loss and the metric."""
    rows = -(-len(histories) // 2)
    figure = new_figure(9, 0.5 + 1.75 * rows)
    for ax, (name, history) in zip(figure.subplots(rows, 4).reshape(-1, 2), histories.items(), strict=False):
        for panel, row, top in zip(ax, ("loss", metric_of(history)), (1.5, 1.0), strict=True):
            for key, (_, style, marker, color) in zip((row, f"val_{row}"), LOOKS, strict=True):
                values = np.clip(history[key], 0, top)
                looks = {"marker": marker, "markevery": max(1, len(values) // 4), "ms": 5, "mec": "white"}
                panel.plot(np.arange(1, len(values) + 1), values, style, color=color, lw=1.4, **looks)
            panel.set_title(f"{name}: {row}" if row == "loss" else row, fontsize=10)
            panel.set_ylim(0, 1.04 * top)
            light_grid(panel)
    figure.supxlabel("epoch; ■ and a line: training, ◆ and dashes: validation; cut off at 1.5", fontsize=10)
    return figure
