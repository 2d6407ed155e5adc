"""The picture of the rules that stop a run."""

from gdlesson.explorers.descent.picture import CurvePanel, LossPanel
from gdlesson.live.drawing import heading, moving_line, new_figure, settle
from gdlesson.live.palette import BLUE, GREEN, INK, PURPLE
from gdlesson.live.style import our_style


class StoppingPicture:
    """The loss of one run, with a marker where each rule stops it, and the curve with the run up to there."""

    @our_style()
    def __init__(self, f, cap):
        self.figure = new_figure(9, 4.5)
        loss, curve = self.figure.subplots(1, 2, width_ratios=[1.3, 1])
        self.loss, self.curve = LossPanel(loss, f, cap), CurvePanel(curve, f)
        loss.set_title("loss above the lowest, and where each rule stops")
        marks = {"step": ("P", BLUE), "slope": ("^", GREEN), "loss change": ("v", PURPLE), "cap": ("X", INK)}
        sizes = dict(zip(marks, (18, 15, 11, 14), strict=True))  # if they coincide, all are visible
        self.marks = {name: moving_line(loss, mark, color=c, ms=sizes[name]) for name, (mark, c) in marks.items()}
        for place, (name, (mark, color)) in zip((0.27, 0.2, 0.13, 0.06), marks.items(), strict=True):
            loss.plot([0.05], [place], mark, color=color, ms=10, mec="white", transform=loss.transAxes)
            loss.text(0.09, place, name, va="center", transform=loss.transAxes)
        self.artists = [*self.loss.artists, *self.marks.values(), *self.curve.artists]
        settle(self.figure)
        self.description = (
            f"Left: the loss of a run on {heading(f)} at each step, on a logarithmic axis; a cross where the "
            "step rule stops it, a triangle upward for the slope rule, a triangle downward for the loss-change "
            "rule, and an x for the cap. Right: the curve and the run, as far as the chosen rule lets it go."
        )

    def show(self, stops):
        """Show where each rule stops a run."""
        self.loss.show(stops.run, stops.run.nit)
        self.loss.here.set_data([], [])
        heights = self.loss.heights(stops.run)
        for name, mark in self.marks.items():
            step = stops.steps[name]
            at = [] if step is None else [step]
            mark.set_data(at, heights[at])
        self.curve.show(stops.run, stops.step)
