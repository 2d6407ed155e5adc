"""The picture of a race: curves that end at its edge, and racers told apart."""

import numpy as np
import pytest
from colors import contrast
from matplotlib.colors import to_rgb

from gdlesson import Function, bowl, explore_race
from gdlesson.explorers.race.picture import ended
from gdlesson.live.looks import COLORS, LIGHT, looks, places, readable
from gdlesson.live.palette import INK
from gdlesson.live.panels import panels_of
from gdlesson.optimizers import RULES


def test_a_curve_that_leaves_the_view_ends_at_its_upper_edge():
    losses = np.array([np.inf, np.inf, 20.0, 3.0, 2.0, np.inf, np.inf])
    assert np.array_equal(ended(losses, 10.0), [np.nan, np.nan, 10, 3, 2, 10, np.nan], equal_nan=True)


def test_no_two_racers_look_alike_and_the_usual_ones_look_the_same_everywhere():
    numbers = places([rule.__name__ for rule in RULES] + [f"mine{n}" for n in range(20)])
    assert len(set(numbers)) == len(numbers) == len({looks(number) for number in numbers})
    assert places(["adam", "mine", "momentum"]) == [places(["adam"])[0], 6, places(["momentum"])[0]]
    lab = explore_race(bowl(), RULES)
    for line, rule in zip(lab.picture.panels[2].here, RULES, strict=True):
        color, marker, _ = looks(places([each.__name__ for each in RULES])[RULES.index(rule)])
        assert (line.get_color(), line.get_marker()) == (color, marker)
        assert (line.get_markeredgecolor() == INK) == (color in LIGHT)


def test_the_two_blue_ones_differ_in_their_lines_too():
    plain, second = (looks(place)[2] for place in places(["gradient_descent", "adagrad"]))
    assert (plain, second) == ("-", "-.")


def test_titles_say_of_which_starts_the_losses_are():
    lab = explore_race(bowl(30))
    _, panel, curves = lab.picture.panels
    titles = [ax.get_title(loc="left") for ax in (panel.ax, curves.curves[0].axes)]
    assert titles == ["loss left, from the start shown (●)", "loss left in the end, the median of all starts"]
    assert lab.controls["start"].label in titles[0]
    lab.start = 3
    for line, racer in zip(panel.lines, lab.run.racers, strict=True):
        assert line.get_ydata()[0] == lab.function(lab.run.starts[:, 2])
        assert racer.final == racer.medians[np.flatnonzero(racer.rates == racer.rate)[0]]


def test_both_horizontal_axes_are_named_and_no_grid_line_crosses_the_notes():
    picture = explore_race(bowl(30)).picture
    _, panel, curves = picture.panels
    picture.figure.draw_without_rendering()
    (named,), last = panel.ax.texts[:1], [text for text in panel.numbers if text.get_visible()][-1]
    one, other = named.get_window_extent(), last.get_window_extent()
    assert named.get_text() == "gradients used" and other.x1 + 4 < one.x0 and abs(one.y1 - other.y1) < 4
    ax = curves.curves[0].axes
    assert ax.get_xlabel() == "learning rate"
    for note in [text for text in ax.texts if text.get_text()]:
        assert note.get_bbox_patch().get_facecolor() == (1, 1, 1, 1)
        assert ax.xaxis.get_zorder() < note.get_zorder() < min(line.get_zorder() for line in curves.curves)


def test_names_stand_clear_of_the_markers():
    panel, curves = explore_race(bowl(30)).picture.panels[1:]
    ends = curves.curves[0].axes
    sizes = [text.get_fontsize() for text in [*panel.numbers, *panel.names.artists, *ends.texts]]
    assert min(sizes) >= 9.5
    at = panel.ax.transData.transform
    for mark, name in zip(panel.here, panel.names.artists, strict=True):
        assert at([name.get_position()])[0, 0] - at(mark.get_xydata())[0, 0] > 12
        assert name.get_window_extent().x1 <= panel.ax.bbox.x1


def test_each_name_has_the_marker_of_its_racer_before_it_and_keeps_it_where_names_make_room():
    panel, _ = explore_race(bowl(30)).picture.panels[1:]
    moved = 0
    for sign, here, name in zip(panel.ends.marks, panel.here, panel.names.artists, strict=True):
        assert (sign.get_marker(), sign.get_color()) == (here.get_marker(), here.get_color())
        place, end = (panel.ax.transData.transform(line.get_xydata())[0] for line in (sign, here))
        box = name.get_window_extent()
        assert end[0] + 10 < place[0] < box.x0 - 4 and abs(place[1] - (box.y0 + box.y1) / 2) < 3
        moved += abs(place[1] - end[1]) > 5
    assert moved  # some names are not at the heights of their lines' ends


def test_words_have_enough_contrast():
    for color in COLORS:
        assert contrast(to_rgb(readable(color)), to_rgb("white")) > 4.5, color  # as WCAG 2.2 asks for


def test_a_race_of_all_optimizers_leaves_room_for_controls_and_its_table():
    picture = explore_race(bowl(), RULES, budget=10).picture
    boxes = [panel.box for panel in panels_of(picture.figure, picture.artists)]
    assert len(boxes) == 2 and max(box.height for box in boxes) * 848 / sum(box.width for box in boxes) < 355
    picture.figure.draw_without_rendering()
    names = [text.get_window_extent() for text in picture.panels[1].names.artists]
    tops = sorted(box.y0 + box.height / 2 for box in names)
    assert len(tops) == len(RULES) and np.diff(tops).min() > 9  # they lie below each other


@pytest.mark.parametrize("scale", [1e-30, 1e-14, 1e-3])
def test_in_a_low_landscape_the_axes_of_losses_lie_lower(scale):
    def low(p):
        return scale * (p[0] ** 2 + 5 * p[1] ** 2)

    def slope(p):
        return scale * np.stack([2 * p[0], 10 * p[1]])

    lab = explore_race(Function(low, slope, "low", ((-3, 3), (-3, 3))), ["momentum", "adam"])
    _, losses, curves = lab.picture.panels
    first = lab.run.racers[0].losses[0]
    for panel in (losses, curves):
        assert panel.floor <= 1e-11 * first and first < panel.top <= 1e6 * first
        assert len(panel.ax.get_yticks() if panel is losses else panel.curves[0].axes.get_yticks()) >= 3
    for line in losses.lines:
        assert line.get_ydata()[0] == pytest.approx(first)
    assert losses.numbers[0].get_position()[1] < losses.floor


def test_where_there_is_no_lowest_loss_or_no_best_rate_none_is_drawn():
    endless = Function(lambda p: p[0] ** 2 - p[1] ** 2, name="x² − y²", view=((-3, 3), (-3, 3)))
    lab = explore_race([bowl(30), endless], ["momentum", "adam"])
    assert len(lab.picture.panels[2].best.get_xdata()) == 2
    lab.function = endless
    assert lab.error is None and lab.live.words == lab.verdict and lab.verdict.startswith("No ranking: x² − y²")
    assert len(lab.picture.panels[2].best.get_xdata()) == 0
    assert not any("↑" in text.get_text() for text in lab.picture.panels[1].names.artists)
    lab.step = 5
    assert lab.error is None and lab.live.words.startswith("No ranking: ")
