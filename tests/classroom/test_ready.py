"""Whether a setup is ready for the lessons."""

import sys

from gdlesson import check_setup
from gdlesson.classroom import ready


def test_the_set_up_is_checked(capsys, monkeypatch):
    check_setup()
    assert capsys.readouterr().out == "Packages: all there\nSpeed: good\nYour setup is ready.\n"
    monkeypatch.setattr(
        ready, "requires", lambda name: ["numpy>=999", "no-such-package", 'no-keras; extra == "keras"']
    )
    monkeypatch.setattr(ready, "descent_seconds", lambda: 2.0)
    check_setup()
    said = capsys.readouterr().out
    assert ">=999 is needed" in said and "no-such-package is missing" in said
    assert "no-keras" not in said  # only two lessons need it, and they say so
    assert "slow, 2.0 s" in said and "python3 start.py" in said and "ready" not in said


def said_without_a_package(capsys, monkeypatch):
    monkeypatch.setattr(ready, "requires", lambda name: ["no-such-package"])
    check_setup()
    return capsys.readouterr().out


def test_in_a_browser_there_is_no_start_py(capsys, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    said = said_without_a_package(capsys, monkeypatch)
    assert "Reload this page." in said and "start.py" not in said


def test_on_colab_the_first_cell_installs(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    said = said_without_a_package(capsys, monkeypatch)
    assert "Run the first cell of this page" in said and "start.py" not in said
