"""The explorer of descent on samples without a browser."""

import numpy as np
import pytest

from gdlesson import explore_samples, hubble_data
from gdlesson.explorers.samples.run import batches, descend_on_samples, rows_of, running
from gdlesson.explorers.samples.telling import change, step_words

X, Y = hubble_data()


@pytest.fixture
def lab():
    return explore_samples(X, Y)


def test_the_run_is_that_of_the_package_and_the_other_one_has_no_noise(lab):
    lab.set(batch_size=6, learning_rate=0.08, epochs=10, seed=3)
    run, whole = lab.run
    assert np.array_equal(run.path, descend_on_samples(X, Y, (0, 0), 0.08, 6, 10, 3).path)
    assert whole.batch_size == 24 and whole.gradients[-1] == run.gradients[-1] == 240


def test_the_still_part_stays_and_so_do_the_axes(lab):
    still, axes = lab.live.still, lab.picture.figure.axes
    ends = [ax.get_xlim() + ax.get_ylim() for ax in axes]
    for settings in ({"learning_rate": 10.0}, {"learning_rate": 0.0}, {"batch_size": 1, "epochs": 50}):
        lab.set(**settings)
        assert lab.error is None and lab.live.still == still
        assert [ax.get_xlim() + ax.get_ylim() for ax in axes] == ends


def test_what_travels_stays_small(lab):
    lab.set(batch_size=1, epochs=50, learning_rate=0.1)
    assert lab.run[0].nit == 1200 and len(lab.live.moving) < 42_000


def test_the_samples_of_the_batch_light_up_with_the_lines_before_and_after_the_step(lab):
    rows = [batch for batch, _ in zip(batches(24, 4, 0), range(7), strict=False)]
    for step in (1, 7):
        lab.step = step
        panel, path = lab.picture.data, lab.run[0].path
        assert sorted(panel.lit.get_xydata().tolist()) == sorted(np.column_stack([X, Y])[rows[step - 1]].tolist())
        for line, point in ((panel.before, path[step - 1]), (panel.now, path[step])):
            xs, ys = np.array(line.get_data())
            assert np.allclose(ys, point[0] * xs + point[1]) and line.get_visible()
    lab.step = 0
    assert len(lab.picture.data.lit.get_xdata()) == 0 and not lab.picture.data.before.get_visible()


def test_the_words_of_a_step_tell_what_it_did_to_its_batch_and_to_all(lab):
    assert [change(3, 2), change(2, 2.001)] == ["falls from 3 to 2", "rises from 2 to 2.001"]
    assert change(2, 2 + 1e-12) == "stays at 2"
    lab.set(batch_size=1, learning_rate=0.2)
    run, made = lab.run[0], lab.run
    for step in range(1, 60):
        lab.step = step
        row, points = rows_of(run, step)[0], run.path[step - 1 : step + 1]
        before, now = run.losses[step - 1 : step + 1]
        verb = "falls" if now < before else "rises"
        assert f"for all 24 it {verb} from" in lab.live.words and f"Step {step} of 600" in lab.live.words
        own = change(*((slope * X[row] + intercept - Y[row]) ** 2 for slope, intercept in points))
        assert f"the one sample of its batch the loss {own}; for" in lab.live.words
    assert lab.run is made  # going through the steps needs no new run
    assert "rises" in "".join(step_words(run, step, X, Y).split(";")[1] for step in range(1, 60))


def test_the_noise_is_a_running_mean_and_a_band_of_percentiles_up_to_the_step_shown(lab):
    lab.set(batch_size=1, epochs=50)
    run, panel = lab.run[0], lab.picture.loss
    at, mean, low, high = running(run.above)
    assert at[0] == 0 and at[-1] == 1200
    assert mean[-1] == pytest.approx(run.above[-120:].mean())
    assert [low[-1], high[-1]] == pytest.approx(np.quantile(run.above[-120:], [0.1, 0.9]), rel=0.1)
    assert panel.mean.get_xdata()[-1] == 1 and panel.here.get_xdata()[0] == 1
    lab.step = 300
    for xs in (panel.mean.get_xdata(), panel.line.get_xdata(), panel.band.get_path().vertices[:, 0]):
        assert 0.23 < xs.max() <= 0.25
    shown = [text.get_text() for text in panel.numbers if text.get_visible()]
    assert shown[0] == "0" and float(shown[-1]) <= 1200 and panel.numbers[1].get_position()[0] > 0


def test_the_learning_rate_is_drawn_as_it_falls_and_told(lab):
    lab.set(schedule="exponential", learning_rate=0.2, decay=10)
    panel = lab.picture.rate
    heights = panel.line.get_ydata()
    assert heights[0] == 1 and (np.diff(heights) <= 0).all() and heights[-1] == pytest.approx(0.1, rel=0.05)
    lab.step = 1
    assert panel.words.get_text() == "0.2" and panel.here.get_ydata()[0] == 1


def test_one_sign_has_one_meaning_the_batch_is_no_diamond(lab):
    picture = lab.picture
    now = {panel.here.get_marker() for panel in (picture.batch.contours, picture.rate, picture.loss)}
    others = {line.get_marker() for line in (picture.batch.contours.start, picture.loss.whole_end)}
    assert picture.data.lit.get_marker() == "^" and "^" not in now | others
    assert "the batch ▲" in picture.data.now.axes.get_title(loc="left")


def test_a_constant_rate_has_no_slider_for_how_far_it_falls(lab):
    decay = lab.controls["decay"]
    assert decay.disabled == "a constant rate does not fall"
    lab.schedule = "cosine"
    assert not decay.disabled and lab.run[0].learning_rate(0) == lab.learning_rate
    lab.schedule = "constant"
    assert decay.disabled and "schedule" not in lab.ahead  # a choice that changes another control


def test_the_name_of_the_other_run_stands_beside_its_square_and_away_from_the_diamond(lab):
    panel = lab.picture.loss
    for step in (0, 40, lab.run[0].nit):
        lab.step = step
        pixels = panel.ax.transData.transform
        square, diamond = (pixels(line.get_xydata())[0] for line in (panel.whole_end, panel.here))
        name = panel.names.artists[1]
        left, middle = pixels([name.get_position()])[0]
        assert name.get_visible() and name.get_horizontalalignment() == "left"
        assert left - square[0] > 8 and abs(square[1] - middle) < 1e-6
        assert square[0] - diamond[0] > 8


def test_each_line_of_the_noise_has_a_name_and_the_running_mean_its_sign(lab):
    panel = lab.picture.loss
    assert [text.get_text() for text in panel.key] == ["thin: after each step", "shaded: four fifths of them"]
    lab.picture.figure.draw_without_rendering()
    pixels = panel.ax.transData.transform
    first, second = boxes = [text.get_window_extent() for text in panel.key]
    top = pixels([(0, panel.line.get_ydata()[0])])[0, 1]
    assert panel.ax.bbox.y1 >= first.y1 and first.y0 >= second.y1 and second.y0 > top  # above where runs begin
    assert panel.ax.bbox.x1 >= max(box.x1 for box in boxes)
    for step in (0, 1, 40, lab.run[0].nit):
        lab.step = step
        (left, height), (right, same) = pixels(panel.mean_end.get_xydata())
        name = panel.names.artists[0].get_window_extent()
        assert right - left > 8 and height == same and abs(height - (name.y0 + name.y1) / 2) < 3
        assert 2 < name.x0 - right < 8 and name.y1 < second.y0
    assert panel.mean_end.get_color() == panel.mean.get_color()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"x": X[1:]}, "x and y must have the same length"),
        ({"x": np.arange(1e5 + 1), "y": np.arange(1e5 + 1)}, "100000 numbers each at most"),
        ({"start": (np.inf, 0)}, "start must be finite"),
        ({"batch_size": 30}, "batch_size must be a whole number from 1 to 24"),
        ({"epochs": 0}, "epochs must be a whole number from 1"),
        ({"learning_rate": -1}, "learning_rate must be"),
    ],
)
def test_bad_beginnings_are_told(arguments, words):
    with pytest.raises(ValueError, match=words):
        explore_samples(**{"x": X, "y": Y} | arguments)


def test_other_data_start_at_the_lowest_point_and_few_samples():
    rng = np.random.default_rng(0)
    many = rng.normal(size=500)
    assert explore_samples(many, 3 * many + rng.normal(size=500), epochs=1).error is None
    lab = explore_samples([0, 1], [1, 3], start=(2, 1), batch_size=1)
    assert lab.error is None and lab.run[0].above.max() < 1e-20
    lab.sweep()
