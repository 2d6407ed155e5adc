"""An explorer whose widgets are closed leaves nothing behind: a page of many would fill the memory."""

import subprocess
import sys
from pathlib import Path

from every_explorer import EXPLORERS

FREE = """
import gc, weakref
from every_explorer import EXPLORERS
from ipywidgets import Widget
for name, make in EXPLORERS.items():
    lab = make()
    assert lab.verdict  # a run that takes long is awaited
    kept = [weakref.ref(part) for part in (lab, lab.live, lab.picture, lab.picture.figure)]
    del lab
    Widget.close_all()
    gc.collect()
    gc.collect()  # what finalizers have let go
    print(name, [ref() for ref in kept], sep=": ")
"""


def test_a_closed_explorer_is_freed_with_its_picture():
    command = [sys.executable, "-c", FREE]
    folder = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{name}: [None, None, None, None]" for name in EXPLORERS]
