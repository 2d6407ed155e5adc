"""The two designs that race.py compares: a race of six optimizers, in our explorer and in new figures.

Each function is the last line of a notebook's only cell. Both have the same slider, which moves all six racers
away from their best rates; the same races of 500 gradients in Rosenbrock's valley, read from tables computed
beforehand; and the same panels at the same size. Only `ours` shows a verdict as well.
"""

import math

import ipywidgets as widgets
from designs import label, show, show_explorer  # noqa: F401 - label is shown as it is

from gdlesson import explore_race, rosenbrock
from gdlesson.explorers.race.picture import SIZE, race_axes, race_panels
from gdlesson.explorers.race.tuning import RATES

BUDGET, SEED = 500, 2


def lab():
    """Return the package's explorer with six racers."""
    return explore_race(rosenbrock, budget=BUDGET, seed=SEED)


def ours():
    """Show the package's explorer."""
    show_explorer(lab())


def unframed():
    """Show the package's explorer, which draws nothing ahead."""
    show_explorer(lab(), ahead=False)


def interact():
    """Show the same panels on a new figure at every move, as `interact` does it."""
    from matplotlib import pyplot as plt

    made = lab()
    names = [racer.name for racer in made.run.racers]

    def draw(factor):
        figure = plt.figure(figsize=SIZE, layout="constrained")
        run = made.race(rosenbrock, factor, BUDGET, SEED, 1)
        for panel in race_panels(race_axes(figure), rosenbrock, RATES, names):
            panel.show(run, BUDGET)
        plt.show()

    step = math.log10(RATES[1] / RATES[0])
    layout = widgets.Layout(width="26em")
    control = widgets.FloatLogSlider(value=1.0, min=-2, max=2, step=step, readout=False, layout=layout)
    show(control, widgets.interactive_output(draw, {"factor": control}))
