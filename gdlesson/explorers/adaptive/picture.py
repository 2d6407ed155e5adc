"""The picture of an optimizer at work: slope, memory and real step as arrows, the losses, the two coordinates.

Like all pictures it knows no widgets.
"""

import numpy as np
from matplotlib.lines import Line2D

from gdlesson.explorers.adaptive.run import lowest, times
from gdlesson.explorers.plane.picture import ContourPanel
from gdlesson.live.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PURPLE,
    VERMILION,
    inside,
    moving_line,
    moving_text,
    new_figure,
    settle,
)

FLOOR = 1e-12  # the losses end here; what is nearer to the lowest one is drawn at the edge
STYLES = {  # label, line style, colour, width
    "slope": ("−g, against the slope", "--", INK, 2.2),
    "mean": ("−m, against the mean of slopes", "-", BLUE, 2.2),
    "size": ("box: √v, the size of slopes", "-", GREEN, 1.4),
    "step": ("the step", "-", VERMILION, 4.0),
}


def arrow(tail, way, head=0.28):
    """Return an arrow as one broken line: its shaft, and the two strokes of its head.

    Parameters
    ----------
    tail, way : arrays of shape (2,)
        Where it begins, and how far it leads.
    head : float
        How long the strokes are, as a part of it.

    Returns
    -------
    xs, ys : arrays of shape (6,)
        Nothing is drawn at nan.
    """
    tip, back = tail + way, head * np.array([[-0.9, -0.45], [0.45, -0.9]])
    left, right = tip + back @ way, tip + back.T @ way
    return np.array([tail, tip, [np.nan, np.nan], left, tip, right]).T


def box(middle, half):
    """Return the outline of a rectangle with these half sides as a line."""
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    return (middle + corners * half).T


def round_down(value):
    """Return the largest of 1, 2, 5 times a power of ten that is not above a value."""
    power = 10.0 ** np.floor(np.log10(value))
    return power * max(part for part in (1, 2, 5) if part * power <= value * (1 + 1e-9))


class ArrowPanel:
    """Contours with the path so far, and at its end the arrows of slope, memory and step, and the box of √v."""

    def __init__(self, ax, f):
        self.contours = ContourPanel(ax, f, PURPLE)
        sides = [high - low for low, high in f.view]
        self.reach = 0.2 * min(sides)  # how long the longest arrows are
        self.lines = {name: moving_line(ax, style, color=c, lw=w) for name, (_, style, c, w) in STYLES.items()}
        (left, right), (low, _) = f.view
        self.words = moving_text(ax, right - 0.02 * (right - left), low + 0.04 * sides[1], ha="right")
        ax.title.set_fontsize(11)
        arrows = [self.lines[name] for name in ("size", "slope", "mean", "step")]  # the last ones lie on top
        self.artists = [*self.contours.artists[:-1], *arrows, self.contours.here, self.words]

    def show(self, run):
        """Move path and arrows to the point of a run that is looked at."""
        self.contours.show(run, run.at)
        here, parts = run.path[run.at], looked_at(run)
        longest = max(np.hypot(*parts["slope"]), np.hypot(*parts["mean"]))
        scales = {"slope": self.reach / longest if longest else np.nan}
        scales["mean"] = scales["slope"]
        for name in ("size", "step"):
            most = np.hypot(*parts[name])
            scales[name] = self.reach / most if most else np.nan
        if 0 < scales["step"] < 1e100:
            scales["step"] = round_down(scales["step"])
        for name, line in self.lines.items():
            way = parts[name] * scales[name] * (1 if name in ("size", "step") else -1)
            seen = np.isfinite(way).all() and np.isfinite(here).all()
            line.set_data(*((box if name == "size" else arrow)(here, way) if seen else ([], [])))
        drawn = np.isfinite(scales["step"]) and inside(self.contours.ax, *here[:, None]).all()
        self.words.set_text(f"the step is drawn {times(scales['step'])} times as long" if drawn else "")


def looked_at(run):
    """Return slope, mean, size and step at the point that is looked at: nan where a rule has none."""
    none = np.full((len(run.path), 2), np.nan)
    parts = {"slope": run.slopes, "mean": run.mean, "size": run.size, "step": run.steps}
    shapes = {
        name: none if part is None else np.broadcast_to(part.T, none.T.shape).T for name, part in parts.items()
    }
    return {name: part[run.at] for name, part in shapes.items()}


class LossLines:
    """The loss above the lowest one at each step, on a logarithmic axis, beside that of plain descent."""

    def __init__(self, ax, f, steps):
        self.lowest = lowest(f)
        losses = f.on(np.stack(np.meshgrid(*(np.linspace(*ends, 41) for ends in f.view)))) - self.lowest
        top = float(np.max(losses[np.isfinite(losses)], initial=1.0))
        self.ends = FLOOR, 10 * top
        ax.set(xlim=(-0.02 * steps, 1.02 * steps), yscale="log", ylim=(FLOOR / 3, 30 * top))
        ax.set_title("loss, from the lowest point up", fontsize=11)
        ax.set_xlabel("step", labelpad=1)
        ax.set_yticks([1e-12, 1e-8, 1e-4, 1], [f"$10^{{{power}}}$" for power in (-12, -8, -4, 0)])
        ax.grid(color="#dddddd", lw=0.8)
        self.plain = moving_line(ax, "--", color=GREY, lw=2)
        self.line = moving_line(ax, "-", color=PURPLE, lw=2)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [self.plain, self.line, self.here]

    def show(self, run):
        """Show the losses of a run, and where it is looked at; what leaves the view runs along its edge."""
        for line, losses in ((self.plain, run.plain), (self.line, run.losses)):
            line.set_data(np.arange(len(losses)), np.clip(losses - self.lowest, *self.ends))
        self.here.set_data([run.at], np.clip(run.losses[[run.at]] - self.lowest, *self.ends))


class Bars:
    """How large slope, mean, √v and step are, along x and along y, on a logarithmic axis; above them the ratio."""

    def __init__(self, ax, f):
        slopes = f.slopes(np.stack(np.meshgrid(*(np.linspace(*ends, 41) for ends in f.view))).reshape(2, -1))
        top = 10.0 ** np.ceil(np.log10(np.max(np.abs(slopes)[np.isfinite(slopes)], initial=1.0)))
        self.ends = 1e-7, top
        middles = np.arange(4) * 3.0
        places = (middles[:, None] + [-0.6, 0.6]).ravel()
        ax.set(yscale="log", ylim=(1e-7, 1e3 * top), xlim=(-1.5, 10.5))
        ax.set_xticks(places, ["x", "y"] * 4)
        ax.set_yticks([1e-6, 1e-3, 1, 1e3], ["$10^{-6}$", "$10^{-3}$", "$1$", "$10^{3}$"])
        ax.tick_params(axis="x", length=0)
        ax.set_title("\n", fontsize=9)  # room for the four words
        for middle, word in zip(middles, ("|slope|", "|m|", "√v", "|step|"), strict=True):
            ax.text(middle, 1.03, word, transform=ax.get_xaxis_transform(), ha="center")
        ax.grid(axis="y", color="#dddddd", lw=0.8)
        self.places = places.reshape(4, 2)
        self.bars = [moving_line(ax, "-", color=STYLES[n][2], lw=11, solid_capstyle="butt") for n in ORDER]
        self.words = [moving_text(ax, x, 60 * top, ha="center", fontsize=9) for x in middles]
        self.artists = [*self.bars, *self.words]

    def show(self, run):
        """Move the bars to the point of a run that is looked at."""
        parts = looked_at(run)
        for name, places, bars, words in zip(ORDER, self.places, self.bars, self.words, strict=True):
            heights = np.clip(np.abs(parts[name]), *self.ends)
            low, gap = np.full(2, self.ends[0]), np.full(2, np.nan)
            bars.set_data(np.repeat(places, 3), np.column_stack([low, heights, gap]).ravel())
            words.set_text(ratio(parts[name]))


ORDER = ["slope", "mean", "size", "step"]


def ratio(pair):
    """Return how many times as large the larger of a pair is, as "94 : 1"."""
    small, large = sorted(np.abs(pair).tolist())
    if not np.isfinite(large) or not np.isfinite(small):
        return "none" if np.isnan(pair).all() else ""
    return f"{times(large / small)} : 1" if small and large / small < 1e6 else "one only" if large else "0"


def draw_key(ax):
    """Draw what the lines are, each with its words."""
    runs = {"run": ("this run", "-", PURPLE, 2), "plain": ("plain descent, same rate", "--", GREY, 2)}
    lines = [
        Line2D([], [], ls=style, color=colour, lw=width, label=label)
        for label, style, colour, width in (STYLES | runs).values()
    ]
    ax.axis("off")
    ax.legend(handles=lines, loc="center", ncols=3, fontsize=9.5, frameon=False, handlelength=3.2, borderpad=0)


class AdaptivePicture:
    """The landscape with the arrows, the losses, and the two coordinates of slope, memory and step.

    Parameters
    ----------
    f : Function
        Of points (x, y).
    steps : int
        How many steps a run takes.
    """

    def __init__(self, f, steps):
        self.figure = new_figure(9.6, 5.4)
        grid = self.figure.add_gridspec(3, 2, width_ratios=[1.35, 1], height_ratios=[1, 1, 0.18])
        parts = [grid[:2, 0], grid[0, 1], grid[1, 1], grid[2, :]]
        left, loss, bars, key = (self.figure.add_subplot(part) for part in parts)
        self.panels = [ArrowPanel(left, f), LossLines(loss, f, steps), Bars(bars, f)]
        self.artists = [artist for panel in self.panels for artist in panel.artists]
        draw_key(key)
        settle(self.figure)
        self.description = (
            f"Left: contours of {f.name} with the path up to the point that is looked at, a diamond. From there, "
            "arrows: dashed against the slope, thin against m, the mean of slopes, both at one scale; thick the "
            "step itself, drawn longer than it is, as the words say. The box is as wide and as high as √v, at a "
            "scale of its own. Top right: the loss at each step, and dashed that of plain descent at the same "
            "rate. Bottom right: how large slope, m, √v and step are along x and along y; above, their ratio."
        )

    def show(self, run):
        """Move everything to the point of a run that is looked at."""
        for panel in self.panels:
            panel.show(run)
