"""The picture of a secant and the tangent, and of the error of the secant's slope."""

import numpy as np

from gdlesson.explorers.descent.picture import draw_curve
from gdlesson.explorers.slope.run import STEPS
from gdlesson.live.drawing import heading, light_grid, moving_line, new_figure, settle
from gdlesson.live.palette import BLUE, GREEN, INK, VERMILION
from gdlesson.live.style import our_style

LEAST = 2e-14  # the smallest error drawn; smaller ones are drawn here, at the edge of the panel


class SlopePicture:
    """A secant and the tangent; with `errors`, also the error of its slope against h."""

    @our_style()
    def __init__(self, f, errors):
        self.figure = new_figure(9 if errors else 5.4, 4.5)
        self.curve, *rest = self.figure.subplots(
            1, 1 + errors, width_ratios=[1.2, 1][: 1 + errors], squeeze=False
        )[0]
        draw_curve(self.curve, f)
        self.tangent = moving_line(self.curve, "--", color=GREEN, lw=2.5)
        self.secant = moving_line(self.curve, "-", color=VERMILION, lw=1.8)
        self.ends = moving_line(self.curve, "o", color=VERMILION, ms=8)
        self.here = moving_line(self.curve, "D", color=INK, ms=9)
        self.errors = [ErrorPanel(ax) for ax in rest]
        curve = [self.tangent, self.secant, self.ends, self.here]
        self.artists = [*curve, *(artist for panel in self.errors for artist in panel.artists)]
        settle(self.figure)
        self.description = (
            f"The curve of {heading(f)}, its tangent at the diamond (dashed), a secant through two dots."
            + "".join(panel.description for panel in self.errors)
        )

    def show(self, run):
        """Show a secant."""
        left, right = self.curve.get_xlim()
        edges, middle = np.array([left, right]), run.function(run.x)
        self.tangent.set_data(edges, middle + run.tangent * (edges - run.x))
        begin = run.function(run.ends[0])
        self.secant.set_data(edges, begin + run.slope * (edges - run.ends[0]))
        self.ends.set_data(run.ends, [begin, run.function(run.ends[1])])
        self.here.set_data([run.x], [middle])
        for panel in self.errors:
            panel.show(run)


class ErrorPanel:
    """The error of the secant's slope against h, for both differences."""

    description = (
        " On the right the error of the secant's slope against h, both on logarithmic axes, for the forward "
        "difference (full line) and the central one (dashed); the diamond is the present h."
    )

    def __init__(self, ax):
        ax.set(xscale="log", yscale="log", xlim=(STEPS[0] / 2, 2 * STEPS[-1]), ylim=(1e-14, 1e4))
        ax.set(title="error of the secant's slope", xlabel="h (small h on the left)")
        ax.set_xticks(10.0 ** np.arange(-16, 2, 4), minor=False)
        light_grid(ax)
        looks = {"forward": ("-", VERMILION), "central": ("--", BLUE)}
        self.lines = {name: moving_line(ax, style, color=color, lw=1.8) for name, (style, color) in looks.items()}
        for place, (name, (style, color)) in zip((0.2, 0.1), looks.items(), strict=True):
            ax.plot([0.05, 0.14], [place, place], style, color=color, transform=ax.transAxes)
            ax.text(0.17, place, name, va="center", transform=ax.transAxes)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [*self.lines.values(), self.here]

    def show(self, run):
        """Show a secant."""
        for name, line in self.lines.items():
            line.set_data(STEPS, np.maximum(run.errors[name], LEAST))
        self.here.set_data([run.h], [max(run.error, LEAST)])
