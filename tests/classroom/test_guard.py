"""Folded cells that check the text: friendly to a learner, strict while the notebooks are tested."""

import pytest

import gdlesson
from gdlesson.classroom.guard import CHANGED

ERRORS = [AssertionError, NameError, ValueError, IndexError]


@pytest.fixture(params=["", "1"], ids=["learner", "tested"])
def tested(request, monkeypatch):
    """Run as a learner, or as the notebooks are tested; return which."""
    monkeypatch.setenv("GDLESSON_MOVE_EVERY_SLIDER", request.param)
    return bool(request.param)


def test_nothing_is_said_where_all_holds(tested, capsys):
    with gdlesson.check_text():
        assert True
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("error", ERRORS)
def test_a_learner_is_told_and_may_go_on(tested, error, capsys):
    if tested:
        with pytest.raises(error), gdlesson.check_text():
            raise error
        assert capsys.readouterr().out == ""
    else:
        with gdlesson.check_text():
            raise error
        assert capsys.readouterr().out == CHANGED + "\n"


def test_stopping_a_cell_stops_it(tested):
    with pytest.raises(KeyboardInterrupt), gdlesson.check_text():
        raise KeyboardInterrupt
