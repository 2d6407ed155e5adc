"""The picture belongs to the run: however an explorer came to its values, it looks like a new one set to them."""

import functools
import itertools
import re

import pytest
from every_explorer import EXPLORERS, NAMES, values

from gdlesson.live.controls import positions


def look(lab):
    """Return all that the page gets to see."""
    assert lab.error is None  # a run that takes long is awaited here
    live = lab.live
    seen = {name: getattr(live, name) for name in ("still", "moving", "words", "description", "areas", "key")}
    return seen | {"still": re.sub(r"\b[hmp][0-9a-f]{10}\b", "", live.still)}  # Matplotlib's names for shapes


@functools.cache
def look_of_new(name, settings):
    """Return what a new explorer shows that is set to these pairs of names and values."""
    new = EXPLORERS[name]()
    new.set(**dict(settings))
    return look(new)


def expect_like_new(lab, name):
    expect(look(lab), look_of_new(name, tuple(settings_of(lab).items())))


def expect_like_another(lab, other, first):
    """Expect an explorer to look like another one, which comes to these settings by another way."""
    other.set(**first)
    other.set(**settings_of(lab))
    expect(look(lab), look(other))


def expect(seen, wanted):
    assert [part for part in seen if seen[part] != wanted[part]] == []


def settings_of(lab):
    return values(lab) | {name: control.label for name, control in choices(lab).items()}


def choices(lab):
    return {name: control for name, control in lab.controls.items() if hasattr(control, "options")}


@pytest.mark.parametrize("name", NAMES)
def test_from_any_choice_to_any_other_and_back_and_there_again(name):
    lab = EXPLORERS[name]()
    for each, control in choices(lab).items():
        for one, other in itertools.permutations(positions(control)[:3], 2):
            for choice in (one, other, one, other):
                setattr(lab, each, choice)
            expect_like_new(lab, name)


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMES)
def test_every_move_of_a_sweep(name):
    lab, other = EXPLORERS[name](), EXPLORERS[name]()
    first = settings_of(other)
    rows = [positions(control)[:4] for control in choices(lab).values()]
    for chosen in itertools.islice(itertools.product(*rows), 4):
        lab.set(**dict(zip(choices(lab), chosen, strict=True)))
        for each, control in lab.controls.items():
            if each not in choices(lab):
                for value in positions(control, 3):
                    setattr(lab, each, value)
                    expect_like_another(lab, other, first)


@pytest.mark.parametrize("name", NAMES)
def test_pointing_hits_the_place_that_is_seen_there(name):
    lab = EXPLORERS[name]()
    for _, control in list(choices(lab).items())[:1]:
        for choice in positions(control):
            control.value = choice
            for area in range(len(lab.live.areas)):
                lab.live.pointed = [area, 0.37, 0.61]
                expect_like_new(lab, name)
