"""Questions that are answered on the spot."""

import pytest

from gdlesson import ask, descend, quadratic, verdict
from gdlesson.classroom import questions

RUN = descend(quadratic([0, 0, 1]), 8, 0.1)
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(questions, "REMEMBERED", {})


def arrives():
    return ask("Will it arrive?", ["yes", "no"], "yes" if RUN.success else "no", verdict(RUN))


def test_a_right_guess_a_wrong_one_and_none():
    guess = arrives()
    assert guess.choice is None and guess.agrees is None
    guess.choice = "yes"
    assert guess.agrees is True
    guess.choice = "no"
    assert guess.agrees is False


def test_text_has_the_question_the_choices_the_answer_and_the_reason():
    guess = ask("Why?", ["so", "or so"], "so", "a\nb")
    assert repr(guess).splitlines() == ["Why?", "○ so", "○ or so", "The answer: so.", "a", "b"]
    assert verdict(RUN)[:30] in repr(arrives())


def test_without_widgets_the_answer_is_folded():
    html = ask("Will it <b>arrive?", ["yes", "no"], "yes", "because 1 < 2\nand 2 < 3").folded()
    seen, folded = html.split("<details>")
    assert "because" not in seen and "yes." not in seen and "Will it &lt;b&gt;arrive?" in seen
    assert "yes.<br>because 1 &lt; 2<br>and 2 &lt; 3" in folded


def test_running_the_cell_again_keeps_the_choice():
    ask("Which?", ["a", "b"], "a", "so").choice = "b"
    assert ask("Which?", ["a", "b"], "a", "so").choice == "b"
    assert ask("Which?", ["a", "c"], "a", "so").choice is None
    assert ask("What?", ["a", "b"], "a", "so").choice is None
    ask("Which?", ["a", "b"], "a", "so").choice = None
    assert ask("Which?", ["a", "b"], "a", "so").choice is None


def test_what_a_notebook_stores_and_tests(monkeypatch):
    seen, guess = [], ask("Which?", ["a", "b"], "a", "so")
    guess.observe(lambda change: seen.append(change["new"]), "choice")
    monkeypatch.setenv("GDLESSON_MOVE_EVERY_SLIDER", "1")
    bundle = guess._repr_mimebundle_()
    assert bundle["text/plain"] == repr(guess) and seen == ["a", "b", None]
    assert set(bundle) == {VIEW, "text/plain", "text/html"}


def test_the_page_has_all_it_needs_to_answer_without_a_kernel():
    state = arrives().get_state()
    assert (state["question"], state["choices"], state["answer"]) == ("Will it arrive?", ["yes", "no"], "yes")
    assert state["reason"] == verdict(RUN) and state["choice"] is None


def test_bad_questions_choices_and_answers_are_refused():
    for question, choices in [(3, ["a", "b"]), ("Which?", "ab"), ("Which?", None)]:
        with pytest.raises(TypeError, match="a question and a list of choices"):
            ask(question, choices, "a", "so")
    for choices in (["a"], ["a", "a"], ["a", 3], [], ["", "b"], [["a"], ["b"]]):
        with pytest.raises(ValueError, match="two or more different texts"):
            ask("Which?", choices, "a", "so")
    with pytest.raises(ValueError, match="one of a, b, got 'c'"):
        ask("Which?", ["a", "b"], "c", "so")
    for reason in (None, "", " ", 3):
        with pytest.raises(TypeError, match="the reason must be a text, got"):
            ask("Which?", ["a", "b"], "a", reason)
    with pytest.raises(ValueError, match="one of a, b, got 'c'"):
        ask("Which?", ["a", "b"], "a", "so").choice = "c"
