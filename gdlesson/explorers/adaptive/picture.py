"""The picture of an optimizer at work: gradient, memory and step as arrows, the losses, and both coordinates."""

from functools import partial

import numpy as np

from gdlesson.explorers.adaptive.run import lowest, times
from gdlesson.explorers.plane.picture import ContourPanel
from gdlesson.explorers.plane.run import over_view
from gdlesson.live.drawing import inside, light_grid, moving_line, moving_text, new_figure, settle
from gdlesson.live.keys import draw_key
from gdlesson.live.palette import BLUE, GRAY, GREEN, INK, PURPLE, VERMILION
from gdlesson.live.style import our_style

LONGEST = 5  # steps up to so many learning rates long are all drawn at one scale: sqrt(20) without the correction
FLOOR = 1e-12  # the lower end of the loss axis; smaller losses are drawn here
STYLES = {  # label, line style, color, width
    "slope": ("−g, against the slope", "--", INK, 2.2),
    "mean": ("−m, against the mean of slopes", "-", BLUE, 2.2),
    "size": ("box: √v, the size of slopes", "-", GREEN, 1.4),
    "step": ("the step", "-", VERMILION, 4.0),
}


def arrow(tail, vector):
    """Return an arrow as one line with a gap: the shaft, and the two strokes of the head.

    Parameters
    ----------
    tail, vector : arrays of shape (2,)
        Where it starts, and how far it leads from there.

    Returns
    -------
    xs, ys : arrays of shape (6,)
        The gap is nan.
    """
    tip, back = tail + vector, 0.28 * np.array([[-0.9, -0.45], [0.45, -0.9]])
    left, right = tip + back @ vector, tip + back.T @ vector
    return np.array([tail, tip, [np.nan, np.nan], left, tip, right]).T


def box(middle, half):
    """Return the outline of a rectangle with these half sides, two arrays of shape (5,)."""
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    return (middle + corners * half).T


def round_down(value):
    """Return the largest 1, 2 or 5 times a power of ten that is at most this value."""
    power = 10.0 ** np.floor(np.log10(value))
    return power * max(part for part in (1, 2, 5) if part * power <= value * (1 + 1e-9))


class ArrowPanel:
    """Contours with the path so far, and at its end arrows for gradient, memory and step, and a box for √v."""

    def __init__(self, ax, f):
        self.contours = ContourPanel(ax, f, PURPLE)
        sides = [high - low for low, high in f.view]
        self.reach = 0.25 * min(sides)  # the length of the longest arrows
        self.lines = {name: moving_line(ax, style, color=c, lw=w) for name, (_, style, c, w) in STYLES.items()}
        (left, right), (low, _) = f.view
        self.words = moving_text(ax, right - 0.02 * (right - left), low + 0.04 * sides[1], ha="right")
        ax.title.set_fontsize(11)
        arrows = [self.lines[name] for name in ("size", "slope", "mean", "step")]  # the last ones are on top
        self.artists = [*self.contours.artists[:-1], *arrows, self.contours.here, self.words]

    def show(self, run):
        """Show the path up to the current point of a run, and the arrows there."""
        self.contours.show(run, run.at)
        here, parts = run.path[run.at], looked_at(run)
        lengths = {name: np.hypot(*part) for name, part in parts.items()}
        lengths["slope"] = lengths["mean"] = max(lengths["slope"], lengths["mean"])  # to compare these two
        scales = {name: self.reach / length if length else np.nan for name, length in lengths.items()}
        if 0 < scales["step"] < 1e100:
            scales["step"] = round_down(min(scales["step"], self.reach / LONGEST / (run.learning_rate or 1)))
        for name, line in self.lines.items():
            vector = parts[name] * scales[name] * (1 if name in ("size", "step") else -1)
            seen = np.isfinite(vector).all() and np.isfinite(here).all()
            line.set_data(*((box if name == "size" else arrow)(here, vector) if seen else ([], [])))
        drawn = np.isfinite(scales["step"]) and inside(self.contours.ax, *here[:, None]).all()
        self.words.set_text(f"the step is drawn {enlarged(scales['step'])}" if drawn else "")


def enlarged(scale):
    """Return in words how much longer than it is a step is drawn."""
    return "at its length" if scale == 1 else f"at {times(scale)} times its length"


def looked_at(run):
    """Return gradient, mean, size and step at the current point, each of shape (2,); nan if the rule has none."""
    none = np.full((len(run.path), 2), np.nan)
    parts = {"slope": run.slopes, "mean": run.mean, "size": run.size, "step": run.steps}
    shapes = {
        name: none if part is None else np.broadcast_to(part.T, none.T.shape).T for name, part in parts.items()
    }
    return {name: part[run.at] for name, part in shapes.items()}


class LossLines:
    """The loss above the lowest loss at each step, on a logarithmic axis, with that of plain descent."""

    def __init__(self, ax, f, steps):
        self.lowest = lowest(f)
        losses = f.on(over_view(f, 41)) - self.lowest
        top = float(np.max(losses[np.isfinite(losses)], initial=1.0))
        self.ends = FLOOR, 10 * top
        ax.set(xlim=(-0.02 * steps, 1.02 * steps), yscale="log", ylim=(FLOOR / 3, 30 * top))
        ax.set_title("loss, from the lowest point up", fontsize=11)
        ax.set_xlabel("step", labelpad=1)
        ax.set_yticks([1e-12, 1e-8, 1e-4, 1], [f"$10^{{{power}}}$" for power in (-12, -8, -4, 0)])
        light_grid(ax)
        self.plain = moving_line(ax, "--", color=GRAY, lw=2)
        self.line = moving_line(ax, "-", color=PURPLE, lw=2)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [self.plain, self.line, self.here]

    def show(self, run):
        """Show the losses of a run, and the current point; losses beyond the axis are drawn at its edge."""
        for line, losses in ((self.plain, run.plain), (self.line, run.losses)):
            line.set_data(np.arange(len(losses)), np.clip(losses - self.lowest, *self.ends))
        self.here.set_data([run.at], np.clip(run.losses[[run.at]] - self.lowest, *self.ends))


class Bars:
    """The sizes of gradient, mean, √v and step along x and y, on a logarithmic axis, with their ratio above."""

    def __init__(self, ax, f):
        slopes = f.slopes(over_view(f, 41).reshape(2, -1))
        top = 10.0 ** np.ceil(np.log10(np.max(np.abs(slopes)[np.isfinite(slopes)], initial=1.0)))
        self.ends = 1e-7, top
        middles = np.arange(4) * 3.0
        places = (middles[:, None] + [-0.6, 0.6]).ravel()
        ax.set(yscale="log", ylim=(1e-7, 1e3 * top), xlim=(-1.5, 10.5))
        ax.set_xticks(places, ["x", "y"] * 4)
        ax.set_yticks([1e-6, 1e-3, 1, 1e3], ["$10^{-6}$", "$10^{-3}$", "$1$", "$10^{3}$"])
        ax.tick_params(axis="x", length=0)
        ax.set_title("\n", fontsize=9.5)  # leave room for the four words
        for middle, word in zip(middles, ("|slope|", "|m|", "√v", "|step|"), strict=True):
            ax.text(middle, 1.03, word, transform=ax.get_xaxis_transform(), ha="center")
        ax.grid(axis="y", color="#dddddd", lw=0.8)
        self.places = places.reshape(4, 2)
        self.bars = [moving_line(ax, "-", color=STYLES[n][2], lw=11, solid_capstyle="butt") for n in ORDER]
        self.words = [moving_text(ax, x, 60 * top, ha="center", fontsize=9.5) for x in middles]
        self.artists = [*self.bars, *self.words]

    def show(self, run):
        """Show the sizes at the current point of a run."""
        parts = looked_at(run)
        for name, places, bars, words in zip(ORDER, self.places, self.bars, self.words, strict=True):
            heights = np.clip(np.abs(parts[name]), *self.ends)
            low, gap = np.full(2, self.ends[0]), np.full(2, np.nan)
            bars.set_data(np.repeat(places, 3), np.column_stack([low, heights, gap]).ravel())
            words.set_text(ratio(parts[name]))


ORDER = ["slope", "mean", "size", "step"]


def ratio(pair):
    """Return how many times larger the larger number of a pair is, as "94 : 1"."""
    small, large = sorted(np.abs(pair).tolist())
    if not np.isfinite(large) or not np.isfinite(small):
        return "none" if np.isnan(pair).all() else ""
    return f"{times(large / small)} : 1" if small and large / small < 1e6 else "one only" if large else "0"


def entries():
    """Return the entries of the key for `draw_key`."""
    runs = {"run": ("this run", "-", PURPLE, 2), "plain": ("plain descent, same rate", "--", GRAY, 2)}

    def sign(ax, style, color, width):
        ax.plot([0, 3], [0, 0], style, color=color, lw=width)

    return [(partial(sign, style=s, color=c, width=w), name) for name, s, c, w in (STYLES | runs).values()]


class AdaptivePicture:
    """The landscape with the arrows, the losses, and both coordinates of gradient, memory and step.

    Parameters
    ----------
    f : Function
        A function of points (x, y).
    steps : int
        The number of steps of a run.
    """

    @our_style()
    def __init__(self, f, steps):
        self.figure = new_figure(9.6, 4.8)
        grid = self.figure.add_gridspec(3, 2, width_ratios=[1.35, 1], height_ratios=[1, 1, 0.28])
        parts = [grid[:2, 0], grid[0, 1], grid[1, 1]]
        left, loss, bars = (self.figure.add_subplot(part) for part in parts)
        self.panels = [ArrowPanel(left, f), LossLines(loss, f, steps), Bars(bars, f)]
        self.artists = [artist for panel in self.panels for artist in panel.artists]
        draw_key(self.figure, grid[2, :], entries(), 3)
        settle(self.figure)
        self.description = (
            f"Left: contours of {f.name} with the path up to the point that is looked at, a diamond. From there, "
            "arrows: dashed against the slope, thin against m, the mean of slopes, both at one scale; thick the "
            "step itself, at the scale that the words give, one for all steps unless a step is too long for it. "
            "The box is as wide and as high as √v, at a scale of its own. Top right: the loss at each step, and "
            "dashed that of plain descent at the same rate. Bottom right: how large slope, m, √v and step are "
            "along x and along y; above, their ratio."
        )

    def show(self, run):
        """Show a run at its current point."""
        for panel in self.panels:
            panel.show(run)
