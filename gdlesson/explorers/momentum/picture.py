"""The picture of momentum: the map of all rates and all β, and the run at one point of it, step by step."""

import numpy as np

from gdlesson.explorers.momentum.run import LIMITS, MOMENTA, NEAR, RATES, REGIMES, STEPS
from gdlesson.live.drawing import MovingPicture, PathLines, moving_line, moving_text, new_figure, settle
from gdlesson.live.keys import draw_key
from gdlesson.live.palette import BLUE, GRAY, INK, VERMILION
from gdlesson.live.style import our_style
from gdlesson.live.tiles import TILES, entries, tiled
from gdlesson.rulecheck import name_of

MOMENTUM_TILES = {  # the map in lesson 6 uses the same tiles for the same outcomes
    "slow": TILES["slow"],
    "steady": TILES["steady"],
    "overshoots": ("#BFE3D0", lambda i, j: (i - j) % 8 == 0),
    "zigzags": TILES["overshoots"],
    "bounces": TILES["bounces"],
    "diverges": TILES["diverges"],
}
SHOWN = 100  # the number of steps that the trace shows
EDGES = [RATES[0] - 0.01, RATES[-1] + 0.01], [MOMENTA[0] - 0.005, MOMENTA[-1] + 0.005]  # around the cells
VIEW = [-0.06, 2.26], [-0.035, 1.035]  # a little more, to make room for the diamond


class MomentumMapPanel:
    """The outcome for each learning rate and each β, as tiles and words, with a diamond at the current run."""

    def __init__(self, ax, cells, rule):
        ax.imshow(tiled(cells, MOMENTUM_TILES, 4), extent=(*EDGES[0], *EDGES[1]), origin="lower", aspect="auto")
        ax.set(xlim=VIEW[0], ylim=VIEW[1], xlabel="learning rate", ylabel="β, the momentum")
        ax.set_title(f"{name_of(rule)}: what becomes of it (click or drag)", fontsize=11, parse_math=False)
        if rule in LIMITS:
            words, limit = LIMITS[rule]
            ax.plot(limit(MOMENTA), MOMENTA, color=INK, lw=1.4)
            rim = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5}
            ax.text(limit(0.06) + 0.05, 0.06, f"limit {words}", va="center", fontsize=9.5, bbox=rim)
        for k, name in enumerate(REGIMES):
            label(ax, cells == k, name)
        self.cross = moving_line(ax, "--", color=INK, lw=0.8)
        self.here = moving_line(ax, "D", color=INK, ms=11)
        self.artists = [self.cross, self.here]

    def show(self, run):
        """Move the diamond to a run."""
        rate, beta = run.learning_rate, run.momentum
        self.cross.set_data([*VIEW[0], np.nan, rate, rate], [beta, beta, np.nan, *VIEW[1]])
        self.here.set_data([rate], [beta])


def label(ax, cells, name):
    """Write the name of a regime farthest from its border, if it is deep there and at least 20 cells wide."""
    depth, inner = 0, np.pad(cells, 1)
    while inner.any():  # peel off the border, layer by layer
        kept, depth = inner, depth + 1
        for axis, by in ((0, 1), (0, -1), (1, 1), (1, -1)):
            inner = inner & np.roll(kept, by, axis)
    if depth > 3:
        rows, columns = np.nonzero(kept)
        row, column = rows[len(rows) // 2] - 1, columns[len(rows) // 2] - 1
        if cells[row].sum() >= 20:
            ax.text(RATES[column], MOMENTA[row], name, ha="center", va="center", fontsize=10)


class TracePanel:
    """x at each step, and below it the distance from the minimum on a logarithmic axis."""

    def __init__(self, trace, distance, start):
        high = abs(start)
        trace.set(xlim=(-2, SHOWN + 2), ylim=(-2 * high, 2 * high))
        trace.set_title(f"x, the first {SHOWN} steps", fontsize=11)
        trace.axhline(0, color=GRAY, lw=1)
        self.ends = NEAR / 100, 100 * high
        distance.set(xlim=(-5, STEPS + 5), yscale="log", ylim=self.ends, xlabel="step")
        distance.set_title(f"how far away, |x| (dotted: {NEAR:.5f})", fontsize=11)
        distance.axhline(NEAR, color=GRAY, lw=1.5, ls=":")
        self.path = PathLines(trace, VERMILION)
        self.start = moving_line(trace, "s", color=BLUE, ms=9)
        self.line = moving_line(distance, "-", color=VERMILION, lw=1.5)
        self.arrival = moving_line(distance, "D", color=INK, ms=9)
        self.words = moving_text(distance, 0, 0)
        self.artists = [*self.path.artists, self.start, self.line, self.arrival, self.words]

    def show(self, run):
        """Show a run; distances beyond the axis are drawn at its edge."""
        shown = np.where(np.isfinite(run.path), run.path, np.inf)[: SHOWN + 1]
        self.path.show(np.arange(len(shown)), shown, len(shown) - 1)
        self.start.set_data([0], run.path[:1])
        far = np.clip(np.nan_to_num(np.abs(run.path), nan=np.inf), *self.ends)
        self.line.set_data(np.arange(len(far)), far)
        self.arrival.set_visible(run.arrives)
        self.words.set_visible(run.arrives)
        if run.arrives:
            self.arrival.set_data([run.arrival], [NEAR])
            early = run.arrival < STEPS / 4
            self.words.set_position((run.arrival + (10 if early else -10), NEAR * (10 if early else 0.1)))
            self.words.set(text=f"step {run.arrival}", ha="left" if early else "right")


class MomentumPicture(MovingPicture):
    """The map of rates and β, and beside it the run at one point of it.

    Parameters
    ----------
    rule : callable
        The first rule.
    cells : callable
        Takes a rule and returns its `momentum_map`.
    start : float
        Where the runs start.
    """

    @our_style()
    def __init__(self, rule, cells, start):
        self.cells, self.artists = cells, []
        self.figure = new_figure(9.6, 5.2)
        grid = self.figure.add_gridspec(3, 2, width_ratios=[1.25, 1], height_ratios=[1, 1, 0.09])
        self.map = self.figure.add_subplot(grid[:2, 0])
        self.trace, self.distance = (self.figure.add_subplot(grid[k, 1]) for k in (0, 1))
        draw_key(self.figure, grid[2, :], entries(MOMENTUM_TILES))
        self.panel = TracePanel(self.trace, self.distance, start)
        self.reframe(rule)
        settle(self.figure)

    def frame(self, rule):
        """Draw the map of a rule."""
        cells = self.cells(rule)  # if the rule fails, the picture does not change
        self.map.clear()
        self.map_panel = MomentumMapPanel(self.map, cells, rule)
        self.artists[:] = [*self.map_panel.artists, *self.panel.artists]
        self.description = (
            f"Left: a map of what becomes of {name_of(rule)} on x² at each learning rate (across) and each β "
            "(upward), told by color, pattern and words; the diamond is the run on the right. Clicking on the "
            "map, or dragging, chooses another, as the sliders do. Top right: x at each step, above and below the "
            "minimum. Bottom right: its distance from the minimum, on a logarithmic axis, with a diamond where it "
            "arrives."
        )

    def show(self, run):
        """Show a run; return its rule if it is a new one."""
        redrawn = self.reframe(run.rule)
        self.map_panel.show(run)
        self.panel.show(run)
        return redrawn
