"""What a check returns, and that its words are the same in every run."""

import re
import warnings

import numpy as np
import pytest

from gdlesson.exercises import check_mse, check_valleys
from gdlesson.exercises.feedback import Feedback


def test_warnings_do_not_show(recwarn):
    assert not check_mse(lambda y, p: np.mean(y - p) / np.zeros(3)).right
    assert not check_valleys(lambda x: warnings.warn("careful", stacklevel=1) or x).right
    assert not recwarn.list


def test_the_words_are_the_same_in_every_run():
    slips = [lambda y, p: np.median(y), lambda y, p: np.random.default_rng(1).random()]
    assert [check_mse(slip) for slip in slips] == [check_mse(slip) for slip in slips]


def test_right_and_not_yet_differ_by_a_sign():
    assert repr(check_mse(lambda y, p: np.nanmean((y - p) ** 2))).startswith("✓ Correct: ")
    assert repr(check_mse(lambda y, p: 0)).startswith("✗ Not yet: ")


def test_feedback_shows_as_its_words_in_lines_of_a_readable_length():
    feedback = check_mse(lambda y, p: np.sqrt(np.mean((y - p) ** 2)))
    assert repr(feedback).replace("\n", " ") == f"✗ {feedback.words}"
    assert max(map(len, repr(feedback).split("\n"))) <= 92
    with pytest.raises(AttributeError):
        feedback.right = True


def test_right_and_not_yet_differ_by_sign_color_and_words():
    right, wrong = Feedback(True, "Correct: a < b"), Feedback(False, "Not yet: see\n    x = 1")
    assert repr(right).startswith("✓ ") and repr(wrong).startswith("✗ ")
    pages = [told._repr_html_() for told in (right, wrong)]
    colors = [re.search("background: (#[0-9a-f]{6})", page)[1] for page in pages]
    assert len(set(colors)) == 2 and "✓" in pages[0] and "✗" in pages[1] and "a &lt; b" in pages[0]
    assert all("overflow-wrap: break-word" in page for page in pages) and "\n    x = 1" in pages[1]


def test_a_page_that_shows_no_code_says_where_to_solve_the_exercise(monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    assert check_mse(None).words.startswith("Not yet: this page shows no code to change;")
    monkeypatch.setenv("SERVER_SOFTWARE", "another")
    assert "no code" not in check_mse(None).words
