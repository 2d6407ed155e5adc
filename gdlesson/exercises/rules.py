"""How an optimizer that a learner wrote as a rule is judged: step by step, on runs of a few steps."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gdlesson.exercises.answers import read_numbers, same
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.heads import Head
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.repairs import from_the_notebook, mentions
from gdlesson.exercises.wording import kind, listed, two_apart


@dataclass(frozen=True)
class RuleTask:
    """An optimizer that a learner is asked to write, and everything needed to judge it.

    Attributes
    ----------
    head, ending : str
        The first and the last line of the function.
    memory : tuple of str
        What the rule remembers.
    forms : list of callables
        The right rule, in every form that is right.
    mistakes : list of Mistake
        Typical wrong rules.
    cases : list of tuples
        Where to begin, the slopes of all steps, and the settings. The last case has none: it tests the defaults.
    advice : callable
        Takes x, t and the words about an error in a step, and returns what else to say about it.
    """

    head: str
    ending: str
    memory: tuple
    forms: list
    mistakes: list
    cases: list
    advice: Callable = lambda x, t, words: ""

    @property
    def name(self):
        """Return what the rule is called in feedback."""
        return Head(self.head).name


def judge_rule(task, rule):
    """Return the steps of a learner's rule and the form in which they are right, else raise `NotYet`."""
    for cases in (task.cases[:1], task.cases):  # most wrong rules show in the first case
        results, trouble = steps_until_trouble(replace(task, cases=cases), rule)
        form = next((form for form in task.forms if alike(results, steps_of(task, form)[: len(results)])), None)
        if not form:
            raise NotYet(what_differs(task, results), lambda: why(task, rule))
        if trouble:
            raise trouble
    return results, form


def steps_of(task, rule):
    """Return what a rule of ours returns at every step of all cases: one array for each case."""
    results = []
    for x, slopes, settings in task.cases:
        memory, steps = [np.zeros(np.shape(x))] * len(task.memory), []
        for t, g in enumerate(slopes, start=1):
            x, *memory = rule(x, np.array(g), t, *memory, **settings)
            steps.append([x, *memory])
        results.append(np.array(steps, dtype=float))
    return results


def steps_until_trouble(task, rule):
    """Return the same for the learner's rule, and the `NotYet` that ended it before the last case, or None."""
    results = []
    for start, slopes, settings in task.cases:
        x, memory, steps = start, (), []
        try:
            for t, g in enumerate(slopes, start=1):
                where = f"at step {t} from x = {listed(start)} with the slope {listed(g)}"
                x, *memory = one_step(task, rule, (x, g, t, *memory), settings, where)
                steps.append(np.array([x, *memory]))
        except NotYet as trouble:
            return results, trouble
        results.append(np.array(steps))
    return results, None


def one_step(task, rule, state, settings, where):
    """Return what a learner's rule returns as arrays or numbers, or say what is wrong with its form."""
    x, _, t, *_ = state
    try:
        answer = attempt(lambda *state: rule(*state, **settings), state, where, task.name, f"{task.ending}.", rule)
    except NotYet as trouble:
        raise NotYet(trouble.seen, task.advice(x, t, str(trouble)) or trouble.why) from None
    names = ("x", *task.memory)
    sequence = isinstance(answer, (tuple, list)) or np.shape(answer) == (len(names), *np.shape(x))
    parts = list(answer) if sequence else [answer]
    if len(parts) != len(names):
        raise NotYet(wrong_number(task, len(parts)), f"{task.ending}.")
    parts = [
        read_numbers(part, f"{where}, {name} should be numbers, but it is")
        for name, part in zip(names, parts, strict=True)
    ]
    for name, part in zip(names, parts, strict=True):
        if np.shape(part) != np.shape(x):
            raise NotYet(f"{where}, {name} should have the shape of x, {listed(x)}, but it is {kind(part)}.")
    return parts


def wrong_number(task, many):
    """Return what to say about a rule that returns so many things."""
    names = ", ".join(["x", *task.memory[:-1]]) + f" and {task.memory[-1]}"
    memory = task.memory[0] if len(task.memory) == 1 else "memory"
    came = f"only one thing, so it forgets its {memory}" if many == 1 else f"{many} things"
    wanted = {2: "two", 3: "three"}[1 + len(task.memory)]
    return f"{task.name} should return {wanted} things, {names}, but it returns {came}."


def what_differs(task, results):
    """Say where results differ first from the right ones."""
    truths = steps_of(task, task.forms[0])
    case, step = first_apart(results, truths)
    order = [*range(1, 1 + len(task.memory)), 0]  # the memory comes first, since x follows from it
    place = next(k for k in order if not same(results[case][step][k], truths[case][step][k]))
    name = ("x", *task.memory)[place]
    mine, right = two_apart(results[case][step][place], truths[case][step][place])
    what = f"the {name}" if len(name) > 1 else name
    came = f"from x = {listed(task.cases[case][0])}, {what} after step {step + 1} should be"
    return f"{came} {right}, but yours is {mine}."


def why(task, rule):
    """Return why the results of a rule are not right, if the mistake is known."""
    results, _ = steps_until_trouble(task, rule)
    known = (m.words for m in task.mistakes if alike(results, steps_of(task, m.wrong)[: len(results)]))
    words = next(known, "") or kept(task, results) or unused(task, rule)
    if not words and first_apart(results, steps_of(task, task.forms[0]))[0] == len(task.cases) - 1:
        return f"Without settings it should use the defaults, as in  {Head(task.head).text}"
    return words


def kept(task, results):
    """Say which part of the memory never changes."""
    for place, name in enumerate(task.memory, start=1):
        if results and not any(np.any(result[:, place]) for result in results):
            return f"{name} is still 0 at every step. Give it its new value before the step."
    return ""


def unused(task, rule):
    """Return which settings are not used: whatever they are, the steps are the same, in all cases."""
    without, head = [], Head(task.head)
    for name in task.cases[0][2]:
        if mentions(rule, head, head.arguments.index(name)):
            continue
        changed = [
            (x, slopes, settings | {name: changed_setting(settings[name], factor)})
            for x, slopes, settings in task.cases
            if settings
            for factor in (0.5, 0.8)
        ]
        plain = [(x, slopes, settings) for x, slopes, settings in task.cases if settings for _ in range(2)]
        (one, _), (other, _) = (
            steps_until_trouble(replace(task, cases=cases), rule) for cases in (changed, plain)
        )
        if len(one) == len(changed) and all(map(np.array_equal, one, other)):
            without.append(name)
    if not without:
        return ""
    listing = " and ".join(without)
    same = f"The steps are the same, whatever {listing} {'are' if len(without) > 1 else 'is'}. Use {listing}."
    return f"{same} {from_the_notebook(rule, head)}".strip()


def changed_setting(value, factor):
    """Return another value of a setting."""
    return not value if isinstance(value, bool) else value * factor


def alike(results, others):
    """Tell whether the results of two rules are the same in all cases."""
    return all(same(one, other) for one, other in zip(results, others, strict=True))


def first_apart(results, truths):
    """Return the case, and the step in it, at which results first differ from the right ones."""
    return next(
        (k, t)
        for k, (mine, right) in enumerate(zip(results, truths, strict=False))
        for t in range(len(right))
        if not same(mine[t], right[t])
    )
