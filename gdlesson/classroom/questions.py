"""Predict first: questions that learners answer before they run the cell with the result.

`guess = ask("Will it arrive?", ["yes", "no"])` shows the choices. In a later cell,
`guess.reveal("yes" if run.success else "no", run.message)` says whether the guess is right, and why.
"""

import os
import textwrap
from html import escape
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from gdlesson.checks import shown
from gdlesson.live.page import module
from gdlesson.live.signs import signed, signed_html

UNCHOSEN = "You have not chosen yet"
REMEMBERED = {}  # the choice for each question, which survives when all cells are run again


class Note(anywidget.AnyWidget):
    """A sentence on the page that screen readers announce when it changes."""

    _esm = module("page.js") + Path(__file__).with_name("question.js").read_text("utf-8")
    _css = Path(__file__).with_name("question.css").read_text("utf-8")
    words = traitlets.Unicode().tag(sync=True)


class Question(widgets.VBox):
    """A question with its choices; made by `ask`.

    Attributes
    ----------
    question : str
        The question.
    choices : list of str
        The possible answers.
    choice : str or None
        The chosen answer, None at first. It can be set from code.
    """

    def __init__(self, question, choices):
        self.question, self.choices = question, choices
        self.buttons = widgets.RadioButtons(
            options=choices, value=REMEMBERED.get((question, *choices)), layout=widgets.Layout(width="auto")
        )
        asked, self.said = widgets.HTML(f"<b>{escape(question)}</b>"), Note()
        self.buttons.observe(lambda change: self.note(), "value")
        super().__init__([asked, self.buttons, self.said])
        self.add_class("gdlesson-question")
        self.note()

    @property
    def choice(self):
        """The chosen answer, None at first."""
        return self.buttons.value

    @choice.setter
    def choice(self, choice):
        self.buttons.value = choice if choice is None else self.checked(choice)

    def note(self):
        """Remember the choice, and say below the question that it is noted."""
        REMEMBERED[self.question, *self.choices] = self.choice
        self.said.words = (
            "Your guess is noted; read on." if self.choice is not None else "Choose before you read on."
        )

    def checked(self, choice):
        """Return the choice if it is one of the possible answers."""
        if not isinstance(choice, str) or choice not in self.choices:
            raise ValueError(f"the choice must be one of {', '.join(self.choices)}, got {shown(choice)}")
        return choice

    def reveal(self, answer, reason):
        """Return the right answer, whether the guess matches it, and the reason.

        Parameters
        ----------
        answer : str
            The right choice, computed from a run rather than typed.
        reason : str
            The reason, such as `gdlesson.verdict(run)`.

        Raises
        ------
        ValueError
            The answer is not one of the choices.
        """
        return Answer(self.question, self.choice, self.checked(answer), str(reason))

    def __repr__(self):
        return f"{self.question}  " + "  ".join(f"○ {choice}" for choice in self.choices)

    def _repr_mimebundle_(self, **options):
        if os.environ.get("GDLESSON_MOVE_EVERY_SLIDER"):  # set while the notebooks are tested
            before = self.choice
            for choice in [*self.choices, before]:
                self.choice = choice
        return super()._repr_mimebundle_(**options) | {"text/plain": repr(self)}


class Answer:
    """The right answer, and whether it was guessed; a notebook shows it, folded if there was no guess."""

    def __init__(self, question, guess, answer, reason):
        self.question, self.guess, self.answer, self.reason = question, guess, answer, reason

    @property
    def agrees(self):
        """Whether the guess was right; None if there was none."""
        return None if self.guess is None else self.guess == self.answer

    @property
    def opening(self):
        """Whether the guess was right, in words, and the answer."""
        openings = {
            None: f"{UNCHOSEN}. The answer: {self.answer}.",
            True: f"Correct: {self.answer}.",
            False: f"You chose “{self.guess}”. The answer is: {self.answer}.",
        }
        return openings[self.agrees]

    def __repr__(self):
        opening = self.opening if self.guess is None else signed(self.agrees, self.opening)
        lines = [self.question, opening, *self.reason.splitlines()]
        return "\n".join(textwrap.fill(line, 90) for line in lines)

    def _ipython_display_(self):
        from IPython.display import display

        if self.guess is not None:
            html = f"<b>{escape(self.question)}</b>" + signed_html(self.agrees, f"{self.opening}\n{self.reason}")
            display({"text/plain": repr(self), "text/html": html}, raw=True)
            return
        # two outputs, because JupyterLab shows the beginning of the first one in a collapsed cell
        display({"text/plain": f"{UNCHOSEN}: choose above, and run this cell again."}, raw=True)
        folded = escape(f"{self.answer}\n{self.reason}").replace("\n", "<br>")
        html = f"<details><summary>Or click here for the answer.</summary>{folded}</details>"
        display({"text/plain": repr(self), "text/html": html}, raw=True)


def ask(question, choices):
    """Ask a question that learners answer before they see the result.

    Parameters
    ----------
    question : str
        The question.
    choices : sequence of str
        The answers to choose from, at least two, all different.

    Returns
    -------
    Question
        To be the last line of a notebook cell; its `reveal(answer, reason)` gives the answer later.

    Raises
    ------
    TypeError, ValueError
        The question is not a text, or the choices are not two or more different texts.

    Examples
    --------
    >>> guess = ask("Is a smaller h always better?", ["yes", "no"])
    >>> guess.choice = "yes"
    >>> print(guess.reveal("no", "At h = 1e-16 the error is 192."))
    Is a smaller h always better?
    ✗ You chose “yes”. The answer is: no.
    At h = 1e-16 the error is 192.
    """
    if not isinstance(question, str) or not isinstance(choices, (list, tuple)):
        raise TypeError(f"ask() takes a question and a list of choices, got {question!r} and {choices!r}")
    texts = all(isinstance(choice, str) and choice.strip() for choice in choices)
    if not texts or not question.strip() or len(set(choices)) < max(2, len(choices)):
        raise ValueError(
            f"a question and two or more different texts are needed, got {question!r} and {choices!r}"
        )
    return Question(question, list(choices))
