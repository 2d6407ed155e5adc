"""The style of all pictures: names in any script, and what a user has set for a whole process."""

import os
import subprocess
import sys
import threading
import warnings

import pytest
from matplotlib import font_manager, rc_context, rcParams
from matplotlib.text import Text

import gdlesson
from gdlesson import Function, bowl
from gdlesson.datasets import moons
from gdlesson.explorers.curves.picture import CurvesPicture, draw_side_by_side
from gdlesson.live import style
from gdlesson.live.drawing import new_figure, png
from gdlesson.live.figure import still_svg

NAMES = {
    "Chinese": "\u68af\u5ea6\u4e0b\u964d",
    "Japanese": "\u4e8c\u6b21\u95a2\u6570",
    "Arabic": "\u062f\u0627\u0644\u0629",
    "Thai": "\u0e04\u0e48\u0e32",
}
PICTURES = """
import hashlib, gdlesson
from gdlesson.live.drawing import png
lab = gdlesson.explore(gdlesson.quadratic([-3, -2, 3]))
still = gdlesson.picture(gdlesson.descend(gdlesson.bowl(10), (3, 2), 0.1))
for picture in (lab.picture, still):
    print(hashlib.md5(png(picture.figure)).hexdigest())
print(hashlib.md5((lab.live.still + lab.live.moving).encode()).hexdigest())
"""


def named(name):
    """Yield pictures with functions, optimizers, and data of that name."""

    def rule(x, g, t, learning_rate=0.1):
        return (x - learning_rate * g,)

    def surface(p):
        return p[0] ** 2 + p[1] ** 2

    rule.__name__ = name
    yield gdlesson.explore(Function(lambda x: x**2, lambda x: 2 * x, name=name))
    yield gdlesson.explore_plane(Function(surface, view=((-3, 3), (-3, 3)), name=name), start=(2, 1))
    yield gdlesson.explore_race(bowl(30), [rule, "adam"])
    yield gdlesson.explore_network({name: moons, "moons": moons}, epochs=4, units=2)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_in_any_script_is_drawn_without_a_warning(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for lab in named(name):
            assert png(lab.picture.figure, name).startswith(b"\x89PNG") and lab.error is None
    shown = new_figure(3, 2)
    shown.add_subplot().set_title(name)
    assert f">{name}<" in still_svg(shown, [])  # the browser has the letters


def test_the_first_installed_font_of_each_list_follows_matplotlibs_own(monkeypatch):
    monkeypatch.setattr(font_manager, "get_font_names", lambda: ["DejaVu Sans", "Meiryo", "MS Gothic", "SimHei"])
    monkeypatch.setattr(style, "settings", style.settings.__wrapped__)
    with style.our_style():
        assert rcParams["font.family"] == ["DejaVu Sans", "SimHei", "Meiryo"]


def training(how):
    """Return the bytes of a picture with the curves of a training."""
    history = {
        "loss": [0.7, 0.5, 0.4],
        "accuracy": [0.5, 0.8, 0.9],
        "val_loss": [0.7, 0.6, 0.6],
        "val_accuracy": [0.5, 0.6, 0.6],
    }
    if how == "side by side":
        return png(draw_side_by_side({"A": history, "B": history}))
    picture = CurvesPicture(progress=True)
    picture.show(history, epochs=5)
    return picture.png()


@pytest.mark.parametrize("how", ["side by side", "live"])
def test_curves_of_a_training_are_drawn_in_our_style(how):
    plain = training(how)
    with rc_context({"font.size": 30, "axes.facecolor": "black", "text.usetex": True, "figure.dpi": 150}):
        assert training(how) == plain


def test_threads_that_draw_at_the_same_time_leave_the_users_settings():
    def draw():
        for _ in range(20):
            with style.our_style():
                Text()

    with rc_context({"font.size": 30}):
        threads = [threading.Thread(target=draw) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert rcParams["font.size"] == 30


def pictures(**variables):
    command = [sys.executable, "-W", "error", "-c", PICTURES]
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, encoding="utf-8", check=True)
    assert not done.stderr
    return done.stdout.split()


@pytest.fixture(scope="module")
def plain():
    return pictures()


@pytest.mark.parametrize("backend", ["svg", "TkAgg"])
def test_a_matplotlibrc_and_a_backend_change_no_picture(tmp_path, backend, plain):
    (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.grid: True\ntext.usetex: True\nfigure.dpi: 150\n")
    changed = pictures(MATPLOTLIBRC=str(tmp_path), MPLBACKEND=backend, LC_ALL="C", PYTHONUTF8="0")
    assert changed == plain and len(plain) == 3
