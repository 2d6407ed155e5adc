"""An explorer whose widgets are closed leaves nothing behind: a page of many would fill the memory."""

import gc
import weakref

import pytest
from every_explorer import EXPLORERS, NAMES
from ipywidgets import Widget


@pytest.mark.parametrize("name", NAMES)
def test_a_closed_explorer_is_freed_with_its_picture(name):
    lab = EXPLORERS[name]()
    assert lab.verdict  # a run that takes long is awaited
    kept = [weakref.ref(part) for part in (lab, lab.live, lab.picture, lab.picture.figure)]
    del lab
    Widget.close_all()
    gc.collect()
    assert [ref() for ref in kept] == [None] * 4
