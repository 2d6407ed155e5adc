"""Predict first: a question whose answer, and the reason for it, appear as soon as the learner has chosen.

A cell ends with `ask("Will it arrive?", ["yes", "no"], "yes" if run.success else "no", run.message)`. On the page,
what follows stays out of sight until a choice is made (question.css). It needs no kernel to answer.
"""

import textwrap
from html import escape
from pathlib import Path

import anywidget
import traitlets

from gdlesson.checks import shown
from gdlesson.live.page import module, view_of
from gdlesson.live.signs import COLORS
from gdlesson.live.tested import being_tested

REMEMBERED = {}  # the choice for each question, which survives when all cells are run again


class Question(anywidget.AnyWidget):
    """A question with its choices and its answer; made by `ask`.

    Attributes
    ----------
    question, answer, reason : str
        The question, the right choice, and why it is right.
    choices : list of str
        The possible answers.
    choice : str or None
        The chosen answer, None at first. It can be set from code.
    """

    _esm = module("page.js") + Path(__file__).with_name("question.js").read_text("utf-8")
    _css = Path(__file__).with_name("question.css").read_text("utf-8")
    question, answer, reason = (traitlets.Unicode().tag(sync=True) for _ in range(3))
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    colors = traitlets.List([COLORS[True], COLORS[False]]).tag(sync=True)
    choice = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    def __init__(self, question, choices, answer, reason):
        super().__init__(question=question, choices=choices, answer=answer, reason=reason)
        self.choice = REMEMBERED.get((question, *choices))

    @traitlets.validate("choice")
    def _is_one_of_them(self, proposal):
        """Return the choice if it is None or one of the possible answers."""
        if proposal.value is not None and proposal.value not in self.choices:
            raise ValueError(f"the choice must be one of {', '.join(self.choices)}, got {shown(proposal.value)}")
        return proposal.value

    @traitlets.observe("choice")
    def _remember(self, change):
        REMEMBERED[self.question, *self.choices] = self.choice

    @property
    def agrees(self):
        """Whether the choice is right; None if there is none."""
        return None if self.choice is None else self.choice == self.answer

    def __repr__(self):
        choices = [f"○ {choice}" for choice in self.choices]
        told = [f"The answer: {self.answer}.", *self.reason.splitlines()]
        return "\n".join(textwrap.fill(line, 90) for line in [self.question, *choices, *told])

    def folded(self):
        """Return the question as HTML for a page without widgets, with its answer folded."""
        choices = "".join(f"<li>{escape(choice)}</li>" for choice in self.choices)
        told = escape(f"{self.answer}.\n{self.reason}").replace("\n", "<br>")
        return (
            f"<b>{escape(self.question)}</b><ul>{choices}</ul>"
            f"<details><summary>Choose, then click here for the answer.</summary>{told}</details>"
        )

    def _repr_mimebundle_(self, **options):
        if being_tested():
            before = self.choice
            for choice in [*self.choices, before]:
                self.choice = choice
        return view_of(self) | {"text/plain": repr(self), "text/html": self.folded()}


def ask(question, choices, answer, reason):
    """Ask a question that is answered on the spot.

    Parameters
    ----------
    question : str
        The question.
    choices : sequence of str
        The answers to choose from, at least two, all different.
    answer : str
        The right choice, computed from a run rather than typed.
    reason : str
        Why it is right, such as `gdlesson.verdict(run)`.

    Returns
    -------
    Question
        To be the last line of a notebook cell.

    Raises
    ------
    TypeError, ValueError
        The question or the reason is not a text, the choices are not two or more different texts, or the answer is
        not one of them.

    Examples
    --------
    >>> ask("Is a smaller h always better?", ["yes", "no"], "no", "At h = 1e-16 the error is 192.")
    Is a smaller h always better?
    ○ yes
    ○ no
    The answer: no.
    At h = 1e-16 the error is 192.
    """
    if not isinstance(question, str) or not isinstance(choices, (list, tuple)):
        raise TypeError(f"ask() takes a question and a list of choices, got {question!r} and {choices!r}")
    texts = all(isinstance(choice, str) and choice.strip() for choice in choices)
    if not texts or not question.strip() or len(set(choices)) < max(2, len(choices)):
        raise ValueError(
            f"a question and two or more different texts are needed, got {question!r} and {choices!r}"
        )
    if answer not in choices:
        raise ValueError(f"the answer must be one of {', '.join(choices)}, got {shown(answer)}")
    if not isinstance(reason, str) or not reason.strip():
        raise TypeError(f"the reason must be a text, got {shown(reason)}")
    return Question(question, list(choices), answer, reason)
