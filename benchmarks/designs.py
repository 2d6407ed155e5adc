"""The designs that slider.py compares: one picture and one slider, in the ways that a notebook can show them.

Each function is the last line of a notebook's only cell. All have the same logarithmic slider, the same descent
of 500 steps from x = 8 on 3x² − 2x − 3, and the same two panels at the same size; only `ours` shows a verdict
as well. A new figure includes Matplotlib's layout; the figures that stay, and `fixed`, skip it.
"""

import math

import ipywidgets as widgets
import numpy as np
from IPython.display import display

from gdlesson import descend, explore, quadratic
from gdlesson.explorers.descent.picture import CurvePanel, LossPanel

F, START, RATE, LOW, HIGH = quadratic([-3, -2, 3]), 8, 0.001, 1e-4, 1.0
SIZE = (9, 4.2)  # inches of 100 pixels
PLACES = [(0.045, 0.11, 0.51, 0.83), (0.64, 0.11, 0.35, 0.83)]
SHOWN = []  # our explorers, for those who measure them
REGION = "picture"  # the class of the element whose pixels are watched


def slider():
    """Return the slider of every design, the same as the explorer's own."""
    return widgets.FloatLogSlider(
        value=RATE,
        min=math.log10(LOW),
        max=math.log10(HIGH),
        step=0.01,
        readout=False,
        layout=widgets.Layout(width="26em"),
    )


def show(control, picture):
    """Show a slider above a picture."""
    picture.add_class(REGION)
    display(widgets.VBox([control, picture]))


def show_explorer(lab, ahead=True):
    """Show an explorer of the package, which draws ahead or not."""
    lab.live.add_class(REGION)
    if not ahead:
        lab.live.ahead = []
    SHOWN.append(lab)
    display(lab.view)


def ours():
    """Show the package's explorer."""
    show_explorer(explore(F, START, RATE))


def unframed():
    """Show the package's explorer, which draws nothing ahead."""
    show_explorer(explore(F, START, RATE), ahead=False)


def label():
    """Show only the slider's value as text: the floor."""
    control, text = slider(), widgets.Label(str(RATE))
    control.observe(lambda change: setattr(text, "value", f"{change['new']:.6g}"), "value")
    show(control, text)


def panels(figure, places):
    """Return the two panels on a figure, each in its place."""
    curve, loss = (figure.add_axes(p) if isinstance(p, tuple) else figure.add_subplot(p) for p in places)
    return [CurvePanel(curve, F, zoom=True), LossPanel(loss, F)]


def move(drawn, learning_rate):
    """Move the panels to the run with a learning rate."""
    run = descend(F, START, learning_rate)
    for panel in drawn:
        panel.show(run, run.nit)


def interact():
    """Show a new figure at every move, laid out like the package's, as `interact` does it."""
    new_figures(lambda figure: panels(figure, parts(figure)), layout="constrained")


def fixed():
    """Do the same without Matplotlib's layout: the panels' places are known beforehand."""
    new_figures(lambda figure: panels(figure, PLACES))


def new_figures(make, **options):
    """Show the panels that `make` puts on a new figure at every move."""
    from matplotlib import pyplot as plt

    def draw(learning_rate):
        move(make(plt.figure(figsize=SIZE, **options)), learning_rate)
        plt.show()

    control = slider()
    show(control, widgets.interactive_output(draw, {"learning_rate": control}))


def ipympl():
    """Show one figure whose artists are moved, through ipympl (after `%matplotlib widget`)."""
    from matplotlib import pyplot as plt

    with plt.ioff():
        figure = plt.figure(figsize=SIZE)
    figure.canvas.header_visible = figure.canvas.toolbar_visible = figure.canvas.footer_visible = False
    drawn, control = panels(figure, PLACES), slider()
    move(drawn, RATE)

    def update(change):
        move(drawn, change["new"])
        figure.canvas.draw_idle()

    control.observe(update, "value")
    show(control, figure.canvas)


def bqplot():
    """Show two bqplot figures whose marks are moved."""
    control = slider()
    figures, marks = bqplot_figures()

    def update(change):
        run = descend(F, START, change["new"])
        losses = np.maximum(run.losses - F(1 / 3), 1e-12)
        path, dots, loss, loss_dots = marks
        for mark in (path, dots):
            with mark.hold_sync():
                mark.x, mark.y = run.path, run.losses
        for mark in (loss, loss_dots):
            with mark.hold_sync():
                mark.x, mark.y = np.arange(len(losses)), losses

    update({"new": RATE})
    control.observe(update, "value")
    show(control, widgets.HBox(figures))


def bqplot_figures():
    """Return the two figures, and the marks that move."""
    from bqplot import Axis, Figure, LinearScale, Lines, LogScale, Scatter

    def figure(width, x, y, marks):
        axes = [Axis(scale=x), Axis(scale=y, orientation="vertical")]
        margin = {"top": 20, "bottom": 35, "left": 45, "right": 10}
        layout = widgets.Layout(width=f"{width}px", height="450px")
        return Figure(marks=marks, axes=axes, layout=layout, fig_margin=margin)

    def moving(x, y):
        scales = {"x": x, "y": y}
        return Lines(x=[], y=[], scales=scales, colors=["#D55E00"]), Scatter(
            x=[], y=[], scales=scales, colors=["#D55E00"], default_size=20
        )

    low, high = F.view
    scales = [
        (LinearScale(min=low, max=high), LinearScale(min=-10, max=F(high))),
        (LinearScale(min=0, max=500), LogScale(min=1e-12, max=1e5)),
    ]
    xs = np.linspace(low, high, 601)
    curve = Lines(x=xs, y=F(xs), scales=dict(zip("xy", scales[0], strict=True)), colors=["#767676"])
    path, dots = moving(*scales[0])
    loss, loss_dots = moving(*scales[1])
    marks = [[curve, path, dots], [loss, loss_dots]]
    figures = [figure(w, *s, m) for w, s, m in zip((530, 370), scales, marks, strict=True)]
    return figures, [path, dots, loss, loss_dots]


def parts(figure):
    """Return the places of the two panels as in the package's picture, still to be laid out."""
    return list(figure.add_gridspec(1, 2, width_ratios=[1.45, 1]))
