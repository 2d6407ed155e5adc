"""Whether a set-up is ready for the lessons."""

from gdlesson import check_setup
from gdlesson.classroom import ready


def test_the_set_up_is_checked(capsys, monkeypatch):
    check_setup()
    assert capsys.readouterr().out == "Packages: all there\nSpeed: good\nYour set-up is ready.\n"
    monkeypatch.setattr(
        ready, "requires", lambda name: ["numpy>=999", "no-such-package", 'no-keras; extra == "keras"']
    )
    monkeypatch.setattr(ready, "descent_seconds", lambda: 2.0)
    check_setup()
    said = capsys.readouterr().out
    assert ">=999 is needed" in said and "no-such-package is missing" in said
    assert "no-keras" not in said  # only two lessons need it, and they say so
    assert "slow, 2.0 s" in said and "python3 start.py" in said and "ready" not in said


def test_in_a_browser_there_is_no_start_py(capsys, monkeypatch):
    monkeypatch.setattr(ready, "IN_BROWSER", True)
    monkeypatch.setattr(ready, "requires", lambda name: ["no-such-package"])
    check_setup()
    said = capsys.readouterr().out
    assert "Reload this page." in said and "start.py" not in said
