"""Hops of a run: parabolas through its points, above the ground, the same in Matplotlib and in SVG."""

import re

import numpy as np
import pytest

from gdlesson import descend, double_well, quadratic
from gdlesson.live.drawing import new_figure
from gdlesson.live.rolling import hops
from gdlesson.live.svg import artist_svg

F = quadratic([-3, -2, 3])


def hopping(f, start, rate, **options):
    """Return the hops of a run of f, on a figure of 500 × 400 pixels."""
    ax = new_figure(5, 4).add_axes([0, 0, 1, 1])
    run, xs = descend(f, start, rate, **options), np.linspace(*f.view, 601)
    ax.set(xlim=f.view, ylim=(f.on(xs).min() - 1, f.on(xs).max() + 1))
    line = hops(ax, xs, f.on(xs))
    line.set_data(run.path, run.losses)
    return line, run


def places(line, t):
    """Return the places of all hops after a part t of their time, in pixels."""
    begin, control, end = np.moveaxis(line.arcs()[0], 1, 0)
    return (1 - t) ** 2 * begin + 2 * t * (1 - t) * control + t**2 * end


def test_each_hop_leads_from_a_point_to_the_next_one():
    line, run = hopping(F, 8, 0.25, max_iterations=4)
    points = line.axes.transData.transform(np.column_stack([run.path, run.losses]))
    np.testing.assert_allclose(places(line, 0), points[:-1])
    np.testing.assert_allclose(places(line, 1), points[1:])
    assert (places(line, 0.5)[:, 1] > (points[1:, 1] + points[:-1, 1]) / 2 + 5).all()


@pytest.mark.parametrize(("f", "start", "rate"), [(F, 8, 0.31), (F, 10, 1 / 3), (double_well, -1.6, 0.12)])
def test_no_hop_goes_through_the_ground_or_leaves_at_the_top(f, start, rate):
    line, _ = hopping(f, start, rate)
    for t in np.linspace(0.1, 0.9, 9):
        x, y = line.axes.transData.inverted().transform(places(line, t)).T
        assert (y >= np.interp(x, *line.ground) - 0.02 * np.ptp(line.ground[1])).all()
        assert (y <= line.axes.get_ylim()[1]).all()


def test_hops_that_cover_each_other_are_drawn_once():
    line, run = hopping(F, 8, 1 / 3)
    assert run.nit == 500 and len(line.arcs()[0]) == 1


def test_svg_has_the_parabolas_of_matplotlib():
    line, _ = hopping(F, 8, 0.25, max_iterations=2)
    begin, control, end = line.arcs()[0][0]
    (x, y), (a, b), (c, d) = ((round(10 * x), round(4000 - 10 * y)) for x, y in (begin, control, end))
    svg = artist_svg(line, 4000)
    assert f"M{x} {y}q{a - x} {b - y} {c - x} {d - y}" in svg and re.fullmatch(r'<path [^<>]*d="[^"]*"/>', svg)


def test_a_run_that_stands_still_has_no_hops():
    line, _ = hopping(F, 8, 0)
    assert len(line.arcs()[0]) == 0 and "q" not in artist_svg(line, 4000)
