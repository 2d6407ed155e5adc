"""Saved pictures and movies are what the explorer shows, and saving leaves no trace in it."""

import math
import shutil
import subprocess
import sys
import threading
from itertools import pairwise
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from every_explorer import EXPLORERS, NAMES
from matplotlib.animation import FFMpegWriter, writers
from PIL import Image, ImageSequence

import gdlesson
from gdlesson.live import movie, progress
from gdlesson.live.controls import numbers
from gdlesson.live.drawing import png, words_below
from gdlesson.live.movie import HOLD, MARGIN, Film, opened, small_png
from gdlesson.live.progress import Progress
from gdlesson.live.scenes import spread, stops
from gdlesson.table import table

SVG = "{http://www.w3.org/2000/svg}"


def parabola():
    return gdlesson.explore(gdlesson.quadratic([0, 0, 1]), start=4, learning_rate=0.3)


def look(lab):
    live, run = lab.live, lab.run  # which waits until it is finished
    shown = live.still, live.moving, live.words, live.failed, live.busy, live.description, live.areas, live.key
    return lab.values(), run, lab.verdict, lab.error, shown, live.drawn, png(lab.drawn.figure)


def named(lab):
    """Return the values of the controls, choices by their names, so that another explorer can take them."""
    choices = {name: control.label for name, control in lab.controls.items() if hasattr(control, "options")}
    return lab.values() | choices


def watched(lab):
    """Return a list to which everything is added that an explorer tells its page."""
    told = []
    lab.live.send = lambda content, buffers=None: told.append(content)
    for widget in (lab.live, *lab.controls.values()):
        widget.observe(told.append)
    return told


def film_of(lab, of=None, frames=60, seconds=None):
    with lab.aside():
        return Film(lab, Progress("movie"), of, frames, seconds)


def frames_of(path):
    with Image.open(path) as image:
        pairs = [(frame.convert("RGB"), frame.info["duration"]) for frame in ImageSequence.Iterator(image)]
    return zip(*pairs, strict=True)


def with_program(code, monkeypatch):
    """Have the movies written by a Python program in place of ffmpeg; return the list of the processes."""
    processes = []

    class Writer(FFMpegWriter):
        def _run(self):
            super()._run()
            processes.append(self._proc)

        def _args(self):
            return [sys.executable, "-c", f"import sys\n{code}", *map(str, super()._args()[1:])]

    monkeypatch.setattr(movie, "FFMpegWriter", Writer)
    monkeypatch.setattr(writers, "is_available", lambda name: True)
    return processes


COUNTING = """
data = sys.stdin.buffer.read()
open(sys.argv[-1], "w").write(f"{len(data)} {' '.join(sys.argv)}")
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_saved_with_its_words(name, tmp_path):
    lab = EXPLORERS[name]()
    before, told = look(lab), watched(lab)
    lab.save(tmp_path / "as.png")
    lab.save(str(tmp_path / "as.svg"))
    with Image.open(tmp_path / "as.png") as image:
        wide, high = lab.drawn.figure.get_size_inches() * 200
        assert image.width > 0.97 * wide and image.height > high
        assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
        assert image.info["Title"] == lab.live.words and image.info["Description"] == lab.live.description
    root = ElementTree.parse(tmp_path / "as.svg").getroot()
    assert root.find(f"{SVG}title").text == lab.live.words
    assert root.find(f"{SVG}desc").text == lab.live.description
    assert look(lab) == before and told == []
    assert {path.name for path in tmp_path.iterdir()} == {"as.png", "as.svg"}


def apart(picture, other):
    """Return the mean difference of two PNG files: edges of letters may differ a little between drawings."""
    one, two = (np.asarray(opened(each), float) for each in (picture, other))
    return abs(one - two).mean()


@pytest.mark.parametrize("name", NAMES)
def test_a_movie_shows_what_the_explorer_shows_at_each_position(name, tmp_path, monkeypatch):
    lab, other, films = EXPLORERS[name](), EXPLORERS[name](), []
    monkeypatch.setattr(movie, "Film", lambda *arguments: films.append(Film(*arguments)) or films[0])
    before, told = look(lab), watched(lab)
    of = numbers(lab.controls)[0]
    lab.save(tmp_path / "as.gif", of=of, frames=3, seconds=1)
    images, durations = frames_of(tmp_path / "as.gif")
    assert look(lab) == before and told == []
    assert sum(durations) == 1000 + 1000 * HOLD
    assert len(images) == 3 and len({image.size for image in images}) == 1
    assert all(first.tobytes() != second.tobytes() for first, second in pairwise(images))
    assert {image.getpixel((2, 2)) for image in images} == {(255, 255, 255)}
    film, shown = films[0], []
    for place, words in zip(stops(lab.controls[of], 3), film.words, strict=True):
        other.set(**named(lab) | {of: place})
        assert words == f"{lab.controls[of].label} = {gdlesson.words.number(place)}\n{other.verdict}"
        shown.append(small_png(other.picture.figure))
    for k, picture in enumerate(film.pictures):
        own, *others = sorted(range(3), key=lambda each: each != k)
        assert apart(picture, shown[own]) < 0.1 * min(apart(picture, shown[each]) for each in others)
    assert [path.name for path in tmp_path.iterdir()] == ["as.gif"]


def test_without_a_slider_a_movie_goes_through_the_steps():
    lab = parabola()
    film, nit = film_of(lab, frames=300), lab.run.nit
    assert len(film) == nit + 1 < 20
    for step, (picture, words) in enumerate(zip(film.pictures, film.words, strict=True)):
        lab.step = step
        assert (picture, words) == (small_png(lab.picture.figure), lab.live.words)
    assert film.words[0].startswith(f"Step 0 of {nit}") and film.words[-1] == lab.verdict
    assert film.seconds == pytest.approx(0.2 * (nit + 1))


def test_a_movie_of_a_slider_shows_all_steps_even_if_the_explorer_does_not():
    lab = parabola()
    words = film_of(lab, "learning_rate", 4).words
    lab.step = 2
    before = look(lab)
    assert film_of(lab, "learning_rate", 4).words == words
    assert look(lab) == before and lab.step == 2


def test_the_other_explorer_with_steps_goes_through_them_too():
    lab = EXPLORERS["explore_adaptive"]()
    film = film_of(lab, frames=5)
    assert [words[:20] for words in film.words][::4] == ["adam, at the start: ", "adam, step 40 of 40:"]


def test_an_explorer_whose_runs_take_time_shows_its_run_as_it_grows(tmp_path):
    lab = EXPLORERS["explore_network"]()
    before, told = look(lab), watched(lab)
    lab.save(tmp_path / "training.gif", seconds=0.7)
    images, _ = frames_of(tmp_path / "training.gif")
    assert len(images) == 7  # before the first epoch, and after each of 6
    assert look(lab) == before and told == []
    words = film_of(lab, frames=3).words
    assert "Epoch 0 of 6" in words[0] and "Epoch 2 of 6" in words[1] and words[2] == lab.verdict


@pytest.mark.parametrize(
    "count, low, high", [(2, 0, 1), (60, 0, 500), (60, 0, 59), (60, 0, 60), (300, 0, 7), (2, 3, 9)]
)
def test_steps_begin_one_by_one_and_reach_the_last(count, low, high):
    steps = spread(count, low, high)
    assert len(steps) == min(count, high - low + 1) and (steps[0], steps[-1]) == (low, high)
    strides = np.diff(steps)
    assert strides.min() >= 1 and (len(steps) < 10 or strides[:5].tolist() == [1] * 5)
    assert spread(60, 0, 0) == [0]


def test_words_stay_within_the_frame_even_a_single_one():
    lab = gdlesson.explore(gdlesson.Function(lambda x: x * x, name="a $ b $ " + 300 * "f"), start=4)
    lab.judge = lambda run: f"{run.function.name}: " + 40 * "it went on and on, "
    film = film_of(lab, frames=2)
    figure = film.shot(1)
    box, width = film.screen.text.get_window_extent(), figure.bbox.width
    assert box.x0 > MARGIN and box.x1 < width - MARGIN and box.y0 > MARGIN - 2
    assert film.screen.text.get_text().count("\n") > 4
    assert box.y1 <= film.screen.picture.oy


WRONG = [
    ("run.webm", {}, ValueError, "path must end in .html, .png, .svg, .gif, .mp4, got"),
    ("run", {}, ValueError, "path must end in"),
    ("", {}, IsADirectoryError, "is a folder"),
    ("missing/run.gif", {}, FileNotFoundError, "there is no folder .*missing"),
    (
        "run.png",
        {"of": "start"},
        TypeError,
        "a .png file shows the picture as it is, and takes no options; got of",
    ),
    ("run.gif", {"fps": 3}, TypeError, "a .gif file takes of, frames, seconds; got fps"),
    (
        "run.gif",
        {"of": "rate"},
        ValueError,
        "of must be the slider that moves, one of learning_rate, .*; got 'rate'",
    ),
    ("run.gif", {"frames": 1}, ValueError, "frames must be between 2 and 300, got 1"),
    ("run.gif", {"frames": 301}, ValueError, "frames must be between 2 and 300, got 301"),
    ("run.gif", {"frames": 2.5}, ValueError, "frames must be a whole number"),
    ("run.gif", {"frames": "many"}, TypeError, "frames must be one number, got 'many'"),
    ("run.gif", {"frames": 50, "of": "start", "seconds": 0.5}, ValueError, "seconds must be between 1 and 600"),
    ("run.gif", {"seconds": math.inf}, ValueError, "seconds must be between"),
]


@pytest.mark.parametrize("name, options, kind, words", WRONG, ids=[f"{name} {o}" for name, o, *_ in WRONG])
def test_what_cannot_be_saved_gets_a_sentence(name, options, kind, words, tmp_path):
    lab = parabola()
    before = look(lab)
    with pytest.raises(kind, match=words):
        lab.save(tmp_path / name, **options)
    assert look(lab) == before and list(tmp_path.iterdir()) == []


def test_a_path_must_be_one():
    with pytest.raises(TypeError, match='path must be the name of a file, such as "descent.gif", got 3'):
        parabola().save(3)


def test_a_choice_is_no_slider(tmp_path):
    with pytest.raises(ValueError, match="one of x, h, step; got 'difference'"):
        EXPLORERS["explore_slope"]().save(tmp_path / "run.gif", of="difference")


def test_after_an_error_there_is_no_picture(tmp_path):
    lab = gdlesson.explore(lambda x: math.sqrt(x), start=4, learning_rate=0.1)
    lab.start = -2
    before = look(lab)
    for name in ("run.png", "run.svg", "run.gif"):
        with pytest.raises(ValueError, match="there is no picture to save: .*failed at x = -2"):
            lab.save(tmp_path / name)
    assert look(lab) == before and list(tmp_path.iterdir()) == []


def test_a_function_that_fails_on_the_way_leaves_the_file_of_before(tmp_path):
    lab = gdlesson.explore(lambda x: math.sqrt(x), start=4, learning_rate=0.1)
    before, path = look(lab), tmp_path / "run.gif"
    path.write_text("of before")
    with pytest.raises(ValueError, match="there is no picture at start = −10: .*failed at x = -10"):
        lab.save(path, of="start")
    assert look(lab) == before
    assert path.read_text() == "of before" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "name, moment",
    [
        ("run.gif", "draw"),
        ("run.gif", "small_png"),
        ("run.gif", "as_image"),
        ("run.mp4", "draw"),
        ("run.mp4", "grab"),
    ],
)
def test_an_interrupt_leaves_the_explorer_as_it_was_and_no_file(name, moment, tmp_path, monkeypatch):
    processes = with_program(COUNTING, monkeypatch)
    lab = parabola()
    before, calls = look(lab), []
    place = type(lab) if moment == "draw" else movie
    original = getattr(place, moment)

    def interrupted(*arguments):
        calls.append(arguments)
        if len(calls) == 8:
            raise KeyboardInterrupt
        return original(*arguments)

    monkeypatch.setattr(place, moment, interrupted)
    with pytest.raises(KeyboardInterrupt):
        lab.save(tmp_path / name, of="learning_rate", frames=9)
    assert look(lab) == before and list(tmp_path.iterdir()) == []
    assert all(process.poll() is not None for process in processes)
    lab.learning_rate = 0.5
    assert lab.run.learning_rate == 0.5


def test_a_move_in_another_thread_waits_until_the_file_is_there():
    lab = EXPLORERS["explore_network"]()
    run = lab.run
    mover = threading.Thread(target=setattr, args=(lab, "learning_rate", 0.5))
    with lab.aside():
        mover.start()
        while lab.newest.is_set():  # until the move is made, and waits for its turn
            pass
        assert lab.run is run
    mover.join()
    assert lab.run.learning_rate == 0.5


def test_short_work_says_nothing_and_long_work_how_far_it_is(tmp_path, capsys, monkeypatch):
    lab = parabola()
    monkeypatch.setattr(progress, "SOON", math.inf)
    lab.save(tmp_path / "run.gif", frames=3)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(progress, "SOON", 0.0)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    lab.save(tmp_path / "run.gif", frames=3)
    out, said = capsys.readouterr()
    lines = [line.rstrip() for line in said.split("\r")]
    assert out == "" and said.endswith("\n") and lines[-1] == "run.gif: saved"
    assert any(line.startswith("run.gif: drawing frame 2 of 3, about ") for line in lines)
    assert any(line.startswith("run.gif: writing frame 3 of 3, about ") for line in lines)
    with pytest.raises(ValueError, match="no folder|seconds"):
        lab.save(tmp_path / "run.gif", seconds=0)


def test_without_ffmpeg_an_mp4_names_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(writers, "is_available", lambda name: False)
    with pytest.raises(RuntimeError, match="needs the program ffmpeg, which is not there; a .gif file does"):
        parabola().save(tmp_path / "run.mp4")
    assert list(tmp_path.iterdir()) == []


def test_ffmpeg_gets_every_frame_whatever_the_users_settings(tmp_path, monkeypatch):
    with_program(COUNTING, monkeypatch)
    monkeypatch.setitem(mpl.rcParams, "savefig.bbox", "tight")
    monkeypatch.setitem(mpl.rcParams, "animation.codec", "mpeg4")
    lab = parabola()
    before = look(lab)
    lab.save(tmp_path / "run.mp4", of="learning_rate", frames=4, seconds=2)
    count, *arguments = (tmp_path / "run.mp4").read_text().split()
    wide, high = map(int, arguments[arguments.index("-s") + 1].split("x"))
    assert wide % 2 == high % 2 == 0 and int(count) == 4 * 4 * wide * high
    assert float(arguments[arguments.index("-framerate") + 1]) == 2
    assert arguments[arguments.index("-vcodec", 6) + 1] == "h264"
    assert look(lab) == before


def test_what_ffmpeg_says_is_passed_on(tmp_path, monkeypatch):
    with_program("open(sys.argv[-1], 'w').write('a part'); sys.exit('Unknown encoder')", monkeypatch)
    lab = parabola()
    before = look(lab)
    with pytest.raises(RuntimeError, match=r"could not write the movie \(Unknown encoder\); a .gif file does"):
        lab.save(tmp_path / "run.mp4", frames=4)
    assert look(lab) == before and list(tmp_path.iterdir()) == []


def test_an_mp4_has_every_frame_where_ffmpeg_is_and_is_refused_where_it_is_not(tmp_path):
    lab, path = parabola(), tmp_path / "run.mp4"
    if not shutil.which("ffmpeg"):
        with pytest.raises(RuntimeError, match="ffmpeg"):
            lab.save(path)
        return
    lab.save(path, of="learning_rate", frames=5, seconds=2.5)
    lab.save(tmp_path / "run.gif", of="learning_rate", frames=5, seconds=2.5)
    images, _ = frames_of(tmp_path / "run.gif")
    to_pixels = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    done = subprocess.run(["ffmpeg", "-v", "error", "-i", path, *to_pixels], capture_output=True, check=True)
    wide, high = images[0].size
    shots = np.frombuffer(done.stdout, np.uint8).reshape(-1, high, wide, 3)
    assert len(shots) == 5 + HOLD * 2  # two frames a second
    for shot, image in zip(shots, [*images, *images[-1:] * 4], strict=True):
        assert np.abs(shot.astype(int) - np.asarray(image)).mean() < 4


TABLE = table(["rank", "optimizer", "loss"], [[1, "momentum", "0.1"], [2, "adam", "illimitable"]])


def test_a_table_below_a_picture_has_letters_of_one_width_and_stands_below_the_sentence():
    figure = parabola().drawn.figure
    sentence, rows = words_below(figure, "A sentence that takes more than a line, " * 9 + "\n" + TABLE)
    assert rows.get_text() == TABLE
    assert rows.get_fontfamily()[0] == "DejaVu Sans Mono"
    top, bottom = rows.get_window_extent(), sentence.get_window_extent()
    assert bottom.height > 2 * sentence.get_fontsize() * figure.dpi / 72
    assert 0 < bottom.y0 - top.y1 < 12
    assert [text.get_text() for text in words_below(figure, "A sentence.")] == ["A sentence."]


def test_a_movie_has_room_for_a_table():
    lab = parabola()
    lab.caption = lambda run, values, verdict: f"Two.\n{TABLE}"
    film = film_of(lab, frames=2)
    film.shot(0)
    screen = film.screen
    lines, rows = screen.text.get_window_extent(), screen.rows.get_window_extent()
    assert (screen.text.get_text(), screen.rows.get_text()) == ("Two.", TABLE)
    assert rows.y0 >= 0
    assert rows.y1 < lines.y0
