"""The picture of a training: loss and metric against the epochs, progress, and a key."""

import io
import math
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image

from gdlesson.live.drawing import MovingPicture, light_grid, moving_line, moving_text, new_figure
from gdlesson.live.keys import draw_key
from gdlesson.live.palette import BLUE, GRAY, INK, VERMILION
from gdlesson.live.style import our_style
from gdlesson.networks.curves import best_epoch, history_of, metric_of, smooth
from gdlesson.words import number

FAINT = ["#9CC7E3", "#EFB99A"]  # the same blue and vermilion, but light: the data behind a smoothed line
LOOKS = [("training", "-", "s", BLUE), ("validation", "--", "D", VERMILION)]
TINY = 1e-300  # no axis ends closer to 0
UNKNOWN = 10  # the initial number of epochs on the axis, if the total is unknown


@dataclass(frozen=True)
class Frame:
    """The still part of the picture: the ends of the axes, and the name of the metric."""

    epochs: int
    loss: tuple
    log: bool
    metric: str
    values: tuple


def frame_of(history, epochs=None, log=False):
    """Return the frame of a history; as the history grows, it changes rarely, by doubling."""
    done, metric = len(history["loss"]), metric_of(history)
    right = epochs if epochs and epochs >= done else UNKNOWN * 2 ** math.ceil(math.log2(max(1, done / UNKNOWN)))
    losses, values = (finite(history, name) for name in ("loss", metric))
    log = log and bool((losses > TINY).any())
    return Frame(right, decades(losses) if log else span(losses), log, metric or "", of_metric(values))


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
    top = next(n * unit for n in (1, 2, 5, 10) if n * unit >= first)
    low, high = values.min(initial=0), values.max(initial=0)
    doubled = lambda end: min(top * 2 ** max(0, math.ceil(math.log2(end / top))), most * top)  # noqa: E731
    return (-doubled(-low) if low < 0 else 0.0), (doubled(high) if high > 0 else top)


def of_metric(values):
    """Return the ends of the axis of a metric: 0 and 1 for an accuracy."""
    return (0.0, 1.0) if values.min(initial=0) >= 0 and values.max(initial=1) <= 1 else span(values)


def decades(values, most=8):
    """Return the ends of a logarithmic axis: powers of ten around the values, at most `most` decades."""
    values = values[values > TINY]
    top = math.ceil(math.log10(values.max() * 1.01))
    bottom = min(math.floor(math.log10(values.min() * 0.99)), top - 2)
    return 10.0 ** max(bottom, top - most), 10.0**top


class HistoryPanel:
    """One quantity for training and validation, each with a marker at every tenth of the axis."""

    def __init__(self, ax):
        light_grid(ax)
        ax.set_xlabel("epoch")
        self.ax = ax
        self.raw = [moving_line(ax, "-", color=color, lw=1) for color in FAINT]
        self.lines = [moving_line(ax, style, color=color, lw=2) for _, style, _, color in LOOKS]
        self.marks = [moving_line(ax, marker, color=color, ms=8) for _, _, marker, color in LOOKS]
        self.beyond = moving_line(ax, "^", color=INK, ms=8)
        self.best = moving_line(ax, "*", color=INK, ms=15)
        self.artists = [*self.raw, *self.lines, *self.marks, self.beyond, self.best]

    def frame(self, title, ends, epochs, log=False):
        """Set the ends of the axes and the title."""
        low, high = ends
        room = 0 if log else 0.03 * (high - low)
        self.ax.set(yscale="log" if log else "linear", ylim=(low, high + room), title=title)
        self.ax.set_xlim(0, epochs * 1.03)
        self.low, self.high, self.tenth = low, high + room, max(1, epochs // 10)

    def show(self, rows, weight, starred=False):
        """Show rows of numbers, smoothed; `starred` puts a star at the lowest point of the second row."""
        beyond = np.zeros(0)
        for row, artists in enumerate(zip(self.raw, self.lines, self.marks, strict=True)):
            values = rows[row] if row < len(rows) else np.zeros(0)
            drawn = smooth(values, weight)
            epochs = np.arange(1, len(values) + 1)
            some = (epochs % self.tenth == 0) | (epochs == len(values))
            raw, line, marks = artists
            self.move(raw, epochs, values if weight else values[:0])
            self.move(line, epochs, drawn)
            self.move(marks, epochs[some], drawn[some])
            beyond = np.union1d(beyond, epochs[drawn > self.high])
        self.move(self.beyond, beyond, beyond * 0 + self.high - 0.02 * (self.high - self.low))
        best = best_epoch(drawn) if starred and len(rows) > 1 else 0
        self.move(self.best, epochs[best - 1 : best], drawn[best - 1 : best])

    def move(self, line, epochs, values):
        """Move a line to the finite values; values beyond the axis are drawn at its edge."""
        there = np.isfinite(values)
        line.set_visible(bool(there.any()))
        line.set_data(epochs[: len(values)][there], np.clip(values[there], self.low, self.high))


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


def entries():
    """Return the entries of the key for `draw_key`: lines and markers."""

    def line(ax, style, marker, color):
        ax.plot([0, 3], [0, 0], style, color=color, lw=2)
        mark(ax, marker, color)

    def mark(ax, marker, color=INK):
        ax.plot([1.5], [0], marker, color=color, ms=14 if marker == "*" else 8, mec="white", mew=0.8)

    lines = [(partial(line, style=s, marker=m, color=c), name) for name, s, m, c in LOOKS]
    return [*lines, (partial(mark, marker="*"), BEST), (partial(mark, marker="^"), BEYOND)]


BEST, BEYOND = "lowest point of validation", "too large for the axis"


class CurvesPicture(MovingPicture):
    """Loss and metric of a training against the epochs.

    Parameters
    ----------
    progress : bool
        Whether there is a progress bar.
    """

    @our_style()
    def __init__(self, progress=False):
        high = 4.3 if progress else 3.95
        self.figure = new_figure(9, high)
        self.figure.set_layout_engine("none")
        boxes = [(0.07, 0.52, 0.415, 2.75), (0.57, 0.52, 0.415, 2.75)]
        boxes += [(0.07, 3.97, 0.915, 0.24)] if progress else []
        axes = [self.figure.add_axes((x, y / high, wide, tall / high)) for x, y, wide, tall in boxes]
        self.panels = [HistoryPanel(ax) for ax in axes[:2]]
        key = self.figure.add_gridspec(1, 1, left=0.07, right=0.985, bottom=3.6 / high, top=3.85 / high)
        draw_key(self.figure, key[0], entries())
        self.bar = ProgressBar(axes[2]) if progress else None
        moving = [*self.panels, *([self.bar] if progress else [])]
        self.artists = [artist for part in moving for artist in part.artists]
        self.backgrounds = {}
        self.reframe(frame_of({"loss": []}))

    def frame(self, frame):
        """Draw the still part."""
        loss, metric = self.panels
        loss.frame("loss, on a logarithmic axis" if frame.log else "loss", frame.loss, frame.epochs, frame.log)
        metric.frame(frame.metric or "no metric was asked for", frame.values, frame.epochs)
        self.description = (
            f"Left: the loss against the epoch{', on a logarithmic axis' if frame.log else ''}. Right: "
            f"{frame.metric or 'nothing, for there is no metric'}. Training is a solid blue line with squares, "
            "validation a dashed red one with diamonds; a star marks the lowest point of the line of "
            "validation, a triangle at the upper edge a value too large for the axis."
        )

    def show(self, training, epochs=None, smoothing=0.0, log=False):
        """Show the history of a training; return its frame."""
        history = history_of(training)
        if self.bar:
            self.bar.show(history, epochs)
        self.reframe(frame_of(history, epochs, log))
        for panel, name in zip(self.panels, ("loss", metric_of(history)), strict=True):
            rows = [history[key] for key in (name, f"val_{name}") if key in history]
            panel.show(rows, smoothing, starred=name == "loss")
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
