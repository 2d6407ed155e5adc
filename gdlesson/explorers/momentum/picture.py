"""The picture of momentum: all rules in a narrow valley, how far they are, and the map of all rates and all β."""

import numpy as np

from gdlesson.explorers.momentum.run import LIMITS, LOW_RATES, MOMENTA, NEAR, REGIMES, STEPS
from gdlesson.explorers.momentum.valley import CONDITION, VALLEY
from gdlesson.explorers.plane.picture import contour_levels
from gdlesson.live.drawing import (
    MovingPicture,
    PathLines,
    light_grid,
    moving_line,
    moving_text,
    new_figure,
    settle,
    step_axis,
)
from gdlesson.live.ends import sinks
from gdlesson.live.keys import draw_key
from gdlesson.live.labels import EndLabels
from gdlesson.live.looks import looks, marked, places
from gdlesson.live.palette import GRAY, INK
from gdlesson.live.rolling import flying
from gdlesson.live.style import our_style
from gdlesson.live.terrain import draw_terrain
from gdlesson.live.tiles import entries, tiled, tiles
from gdlesson.rulecheck import name_of

MOMENTUM_TILES = tiles(REGIMES)
KEY = {"overshoots": "overshoots: swings", "zigzags": "zigzags: across at every step"}
COLUMNS = np.log10(
    LOW_RATES
)  # where the columns of the map stand: Matplotlib draws no image on a logarithmic axis
HALF = (COLUMNS[1] - COLUMNS[0]) / 2
EDGES = [COLUMNS[0] - HALF, COLUMNS[-1] + HALF], [MOMENTA[0] - 0.005, MOMENTA[-1] + 0.005]  # around the cells
VIEW = [COLUMNS[0] - 0.06, COLUMNS[-1] + 0.06], [-0.035, 1.035]  # a little more, to make room for the dots
LIMIT = 0.06  # the β beside which the words on the limit stand
ROOM = 1.42  # so many times longer than a run is the axis of steps: behind the lines stand their names


class ValleyPanel:
    """The valley from above, and all rules in it: a path and a ball for each, in its own color and marker."""

    def __init__(self, ax, start, rules):
        reach = 1.25 * abs(start)
        points = np.stack(np.meshgrid(*[np.linspace(-reach, reach, 161)] * 2))
        losses = VALLEY.on(points)
        draw_terrain(ax, *points, losses, contour_levels(losses))
        ax.plot([0], [0], "+", color=INK, ms=11, mew=2)
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach), title="the same start, rate and β", ylabel="across")
        ax.set_xlabel("along the valley", labelpad=1)
        ax.locator_params(nbins=5)
        self.trails = [Trail(ax, place) for place in places(map(name_of, rules))]
        self.artists = [artist for trail in self.trails for artist in trail.lines]
        self.artists += [trail.ball for trail in self.trails]

    def show(self, run, step):
        """Show the first `step` steps of all rules."""
        for trail, roll in zip(self.trails, run.rolls, strict=True):
            trail.show(roll.path, step)


class Trail:
    """The path of optimizer number `place`, which fades with age, and a ball where it is, with its marker."""

    def __init__(self, ax, place):
        self.path = PathLines(ax, looks(place)[0])
        self.path.dots.set_markersize(4)
        self.path.arrow.set_color(looks(place)[0])
        for artist in (self.path.stars, self.path.words):  # those of three paths would only hide each other
            artist.remove()
        self.lines = [self.path.line, self.path.dots, self.path.arrow]
        self.ball = flying(marked(ax, place, 12))

    def show(self, path, step):
        """Show the first `step` steps of a path, shape (steps + 1, 2)."""
        xs, ys = np.nan_to_num(path, nan=1e100).T
        self.path.show(xs, ys, step)
        self.ball.set_data(xs[step : step + 1], ys[step : step + 1])
        self.ball.set_visible(not self.path.arrow.get_visible())


class DistancePanel:
    """The distance of all rules from the minimum at each step, on a logarithmic axis, with names at the lines."""

    def __init__(self, ax, start, rules):
        self.ends = NEAR / 30, 100 * abs(start)
        step_axis(ax, STEPS)
        ax.set(yscale="log", ylim=(self.ends[0] / 8, self.ends[1]))  # so the markers at the lowest place are whole
        ax.set_xticks(np.arange(0, STEPS + 1, 50))
        ax.set_xlim(-0.02 * STEPS, ROOM * STEPS)
        ax.set_title(f"distance to the minimum (dotted: {NEAR:.5f})")
        ax.axhline(NEAR, color=GRAY, lw=1.5, ls=":")
        light_grid(ax)
        where, names = places(map(name_of, rules)), list(map(name_of, rules))
        self.lines = [moving_line(ax, looks(k)[2], color=looks(k)[0], lw=1.6) for k in where]
        self.balls = [flying(marked(ax, place, 8)) for place in where]
        self.names = EndLabels(ax, names)
        self.artists = [*self.lines, *self.balls, *self.names.artists]

    def show(self, run, step):
        """Show the first `step` steps; where one stays below the axis, its line ends."""
        ends = []
        for line, ball, roll in zip(self.lines, self.balls, run.rolls, strict=True):
            far = np.clip(roll.distances[: step + 1], *self.ends)
            end = min(sinks(far, self.ends[0]), len(far) - 1)
            line.set_data(np.arange(end + 1), far[: end + 1])
            ends.append((end, far[end]))
            ball.set_data([end], far[end : end + 1])
        self.names.show(ends)


class MomentumMapPanel:
    """The outcome for each learning rate and each β, as tiles and words, and both directions on it."""

    def __init__(self, ax, cells, rule):
        ax.imshow(tiled(cells, MOMENTUM_TILES, 4), extent=(*EDGES[0], *EDGES[1]), origin="lower", aspect="auto")
        ax.set(
            xlim=VIEW[0],
            ylim=VIEW[1],
            xlabel=f"learning rate (along the valley ÷ {CONDITION:g})",
            ylabel="β, the momentum",
        )
        ax.set_xticks([-3, -2, -1, 0], labels=["0.001", "0.01", "0.1", "1"])
        ax.set_title(f"outcome of {name_of(rule)[:18]}: drag ●", parse_math=False)
        if rule in LIMITS:
            words, limit = LIMITS[rule]
            ax.plot(np.log10(limit(MOMENTA)), MOMENTA, color=INK, lw=1.4)
            rim = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5}
            ax.text(
                np.log10(limit(LIMIT)) - 0.05,
                LIMIT,
                f"limit {words}",
                ha="right",
                va="center",
                fontsize=9.5,
                bbox=rim,
            )
        for k, name in enumerate(REGIMES):
            label(ax, cells == k, name)
        self.cross = moving_line(ax, "--", color=INK, lw=1)
        self.along = moving_line(ax, "o", color=INK, ms=8)
        self.across = moving_line(ax, "o", color=INK, ms=14)
        self.words = [moving_text(ax, 0, 0, ha="center", fontsize=9.5) for _ in range(2)]
        self.artists = [self.cross, self.along, self.across, *self.words]

    def show(self, run):
        """Move the signs to a run: across the valley the rate is that of x², along it κ times smaller."""
        beta, rates = run.momentum, np.array([run.learning_rate, run.learning_rate / CONDITION])
        across, along = np.log10(np.maximum(rates, LOW_RATES[0]))
        self.along.set_marker("o" if along > COLUMNS[0] else "<")
        self.cross.set_data([along, across], [beta, beta])
        self.along.set_data([along], [beta])
        self.across.set_data([across], [beta])
        height = beta - 0.055 if beta > 0.5 else max(beta + 0.055, LIMIT + 0.05)  # clear of the limit's words
        for text, rate, word in zip(self.words, (across, along), ("across", "along"), strict=True):
            text.set_position((np.clip(rate, VIEW[0][0] + 0.2, VIEW[0][1] - 0.25), height))
            text.set_text(word)


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
            ax.text(COLUMNS[column], MOMENTA[row], name, ha="center", va="center", fontsize=10)


class MomentumPicture(MovingPicture):
    """All rules in a narrow valley and how far they are, and the map of rates and β for one of them.

    Parameters
    ----------
    rules : list of callables
        Plain descent, and the rules with a momentum; the map is that of the second one at first.
    cells : callable
        Takes a rule and returns its `momentum_map` at `LOW_RATES`.
    start : float
        How far from the minimum the runs start, along the valley and across it.
    """

    @our_style()
    def __init__(self, rules, cells, start):
        self.cells, self.artists = cells, []
        self.figure = new_figure(9.4, 5.0)
        grid = self.figure.add_gridspec(3, 2, width_ratios=[1.1, 1], height_ratios=[1.4, 1, 0.15])
        self.valley, self.distance = (self.figure.add_subplot(grid[k, 0]) for k in (0, 1))
        self.map = self.figure.add_subplot(grid[:2, 1])
        key = [(sign, KEY.get(name, name)) for sign, name in entries(MOMENTUM_TILES)]
        draw_key(self.figure, grid[2, :], key)
        self.panels = [ValleyPanel(self.valley, start, rules), DistancePanel(self.distance, start, rules)]
        self.reframe(rules[1])
        settle(self.figure)

    def frame(self, rule):
        """Draw the map of a rule."""
        cells = self.cells(rule)  # if the rule fails, the picture does not change
        self.map.clear()
        self.map_panel = MomentumMapPanel(self.map, cells, rule)
        self.artists[:] = [artist for panel in (*self.panels, self.map_panel) for artist in panel.artists]
        self.description = (
            "Top left: a narrow valley from above, dark where it is low, with a ball for each rule and its path, "
            "all from the same start. Bottom left: the distance of each rule from the minimum at each step, on a "
            f"logarithmic axis, with its name at the line. Right: a map of what becomes of {name_of(rule)} on x² "
            "at each learning rate (across, on a logarithmic axis) and each β (upward), told by color, pattern "
            "and words. On it the large dot is the direction across the valley, and the small one on its left the "
            f"direction along it, where the same rate has {CONDITION:g} times less effect. Clicking on the map, "
            "or dragging, chooses another rate and β, as the sliders do."
        )

    def show(self, run, step=None):
        """Show the first `step` steps of a run, by default all; return its rule if it is a new one."""
        redrawn = self.reframe(run.rule)
        for panel in self.panels:
            panel.show(run, run.last if step is None else step)
        self.map_panel.show(run)
        return redrawn
