"""Frames: the page answers a move without the kernel, and nothing old is ever shown."""

import pytest

pytest.importorskip("playwright")

import kernel  # noqa: E402
from explorer import Explorer  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from gdlesson import explore, quadratic  # noqa: E402

pytestmark = pytest.mark.slow

F = quadratic([-3, -2, 3])
START = """
from gdlesson import explore, explore_adaptive, explore_line, explore_map, explore_plane, hubble_data
from gdlesson import bowl, quadratic, quartic, rosenbrock, saddle

def counted(lab):
    lab.live.__dict__["there"] = there = set()
    send = lab.live.send_frames
    def send_frames(frames, done):
        send(frames, done)
        there.update(tuple(frame[0]) for frame in frames)
    lab.live.send_frames = send_frames
    return lab
"""
LAB = "lab = counted(explore(quadratic([-3, -2, 3])))\nlab"
BELOW = "told = lab.verdict, lab.run.learning_rate, lab.learning_rate, lab.live.moving"


@pytest.fixture
def wanted():
    return explore(F)


def fill(page, explorer, wanted, name="learning_rate", lab="lab"):
    """Come near a control, and wait until the frames of its whole slider are there."""
    control = wanted.controls[name]
    explorer.slider(control).hover()
    kernel.start(page, f"wanted = {keys(wanted, name)}")()
    try: kernel.wait_for(page, f"wanted <= {lab}.live.there", 20)
    except AssertionError: raise AssertionError(kernel.value(page, f"(len(wanted), len(wanted - {lab}.live.there), len({lab}.live.there), [(c.__self__.too_slow,len(c.__self__.wanted), c.__self__.times) for c in lab.live._msg_callbacks.callbacks if hasattr(c, '__self__')], sorted(wanted-{lab}.live.there)[:10])"))


def keys(wanted, name):
    """Return the keys of all positions of a slider, as a set of tuples."""
    control, place = wanted.controls[name], list(wanted.controls).index(name)
    count = round((control.high - control.low) / control.step)
    spots = [control.low + k * control.step for k in range(count + 1)]
    numbers = [float(f"{10**at:.3g}") if control.logarithmic else float(f"{at:.12g}") for at in spots]
    key = wanted.key()
    return {tuple(number if k == place else old for k, old in enumerate(key)) for number in numbers}


def expect_shown(explorer, wanted):
    """Expect picture and words of another explorer with the same settings, and its numbers in the boxes."""
    expect(explorer.words).to_have_text(wanted.live.words)
    explorer.expect_picture(wanted.live.moving)


def expect_same(page, explorer, wanted, lab="lab"):
    """Expect that the page and the kernel agree with another explorer with the same settings."""
    kernel.wait_for(page, f"{lab}.key() == {wanted.key()}")
    expect_shown(explorer, wanted)
    assert kernel.value(page, f"({lab}.live.moving, {lab}.live.words)") == (wanted.live.moving, wanted.live.words)
    assert kernel.value(page, f"({lab}.verdict, {lab}.run_key)") == (wanted.verdict, wanted.key())
    for control in wanted.controls.values():
        if explorer.slider(control).count():
            told = float(explorer.slider(control).get_attribute("aria-valuenow"))
            assert told == float(explorer.box(control).input_value()) == control.value


def test_while_the_kernel_is_busy_the_page_shows_what_python_says(opened, server, wanted):
    with opened("busy.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        with kernel.blocked(page, server.folder):
            for key in ("End", "PageDown", "ArrowLeft", "Home", "PageUp", "ArrowRight"):
                explorer.handle.press(key)
                wanted.learning_rate = float(explorer.handle.get_attribute("aria-valuenow"))
                expect_shown(explorer, wanted)
            explorer.drag(0.2, 0.9, 0.6)
            wanted.learning_rate = float(explorer.handle.get_attribute("aria-valuenow"))
            expect_shown(explorer, wanted)
        expect_same(page, explorer, wanted)
