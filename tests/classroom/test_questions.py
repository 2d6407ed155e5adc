"""Questions that are answered before what comes is seen."""

import pytest

from gdlesson import ask, descend, quadratic, verdict
from gdlesson.classroom import questions

RUN = descend(quadratic([0, 0, 1]), 8, 0.1)


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(questions, "REMEMBERED", {})


@pytest.fixture
def shown(monkeypatch):
    """Return a function that collects what a thing displays."""

    def collect(thing):
        seen = []
        monkeypatch.setattr("IPython.display.display", lambda bundle, raw: seen.append(bundle))
        thing._ipython_display_()
        return seen

    return collect


def test_a_right_guess_a_wrong_one_and_none():
    guess = ask("Will it arrive?", ["yes", "no"])
    answer = "yes" if RUN.success else "no"
    assert guess.choice is None and guess.reveal(answer, verdict(RUN)).agrees is None
    guess.choice = "yes"
    told = guess.reveal(answer, verdict(RUN))
    assert told.agrees and "✓ Correct: yes." in repr(told) and "55" not in verdict(RUN)
    assert verdict(RUN)[:30] in repr(told)
    guess.choice = "no"
    assert guess.reveal(answer, "").agrees is False
    assert "✗ You chose “no”. The answer is: yes." in repr(guess.reveal(answer, ""))


def test_the_answer_is_folded_until_something_was_guessed(shown):
    guess = ask("Will it <b>arrive?", ["yes", "no"])
    first, second = shown(guess.reveal("yes", "because 1 < 2\nand 2 < 3"))
    assert "yes" not in first["text/plain"].split() and "<" not in first["text/plain"]
    assert second["text/html"].startswith("<details><summary>") and "The answer: yes." in second["text/plain"]
    assert "yes<br>because 1 &lt; 2<br>and" in second["text/html"]
    guess.choice = "no"
    (told,) = shown(guess.reveal("yes", "because 1 < 2"))
    assert (
        "✗" in told["text/html"]
        and "because 1 &lt; 2" in told["text/html"]
        and "overflow-wrap" in told["text/html"]
    )


def test_running_the_cell_again_keeps_the_choice():
    ask("Which?", ["a", "b"]).choice = "b"
    assert ask("Which?", ["a", "b"]).choice == "b"
    assert ask("Which?", ["a", "c"]).choice is None and ask("What?", ["a", "b"]).choice is None
    ask("Which?", ["a", "b"]).choice = None
    assert ask("Which?", ["a", "b"]).choice is None


def test_the_learner_is_told_that_the_guess_is_noted():
    guess = ask("Which?", ["a", "b"])
    assert guess.said.words == "Choose before you read on."
    guess.buttons.value = "a"
    assert guess.said.words == "Your guess is noted; read on." and guess.choice == "a"


def test_what_a_notebook_stores_and_tests(monkeypatch):
    seen = []
    guess = ask("Which?", ["a", "b"])
    guess.buttons.observe(lambda change: seen.append(change["new"]), "value")
    monkeypatch.setenv("GDLESSON_MOVE_EVERY_SLIDER", "1")
    bundle = guess._repr_mimebundle_()
    assert bundle["text/plain"] == "Which?  ○ a  ○ b" and seen == ["a", "b", None]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_bad_questions_choices_and_answers_are_refused():
    for question, choices in [(3, ["a", "b"]), ("Which?", "ab"), ("Which?", None)]:
        with pytest.raises(TypeError, match="a question and a list of choices"):
            ask(question, choices)
    for choices in (["a"], ["a", "a"], ["a", 3], [], ["", "b"], [["a"], ["b"]]):
        with pytest.raises(ValueError, match="two or more different texts"):
            ask("Which?", choices)
    guess = ask("Which?", ["a", "b"])
    with pytest.raises(ValueError, match="one of a, b, got 'c'"):
        guess.choice = "c"
    with pytest.raises(ValueError, match="one of a, b, got 'c'"):
        guess.reveal("c", "")
