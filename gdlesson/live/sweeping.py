"""Moves every control of an explorer through its whole range, as nbval does with every explorer of a lesson."""

from itertools import product

from gdlesson.live.controls import positions

POINTED = (0.0, 0.31, 0.74, 1.0)  # where it points, as fractions of an area


def sweep(explorer):
    """Move every control through its whole range and point everywhere; raise the first error."""
    for control in explorer.controls.values():
        go_through(explorer, control, "value", positions(control))
    places = map(list, product(range(len(explorer.live.areas)), POINTED, POINTED))
    go_through(explorer, explorer.live, "pointed", places)


def go_through(explorer, widget, trait, values):
    """Set a trait of a widget to each of the values, then restore all controls."""
    before = explorer.values()
    try:
        for value in values:
            setattr(widget, trait, value)
            if explorer.run is None:
                raise explorer.error
    finally:
        explorer.set(**before)
