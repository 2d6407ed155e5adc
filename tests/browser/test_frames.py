"""Frames: the page answers a move without the kernel, and nothing old is ever shown."""

import math
import time

import pytest

pytest.importorskip("playwright")

import kernel  # noqa: E402
from explorer import Explorer  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

import gdlesson  # noqa: E402
from gdlesson import explore, quadratic  # noqa: E402
from gdlesson.live.number import read_number

pytestmark = pytest.mark.slow

F = quadratic([-3, -2, 3])
START = """
from gdlesson.live import ahead
ahead.PATIENCE = ahead.REDRAWING = 60  # a slow computer draws them, too
from gdlesson import explore, explore_adaptive, explore_line, explore_map, explore_plane, hubble_data
from gdlesson import bowl, quadratic, quartic, rosenbrock, saddle

def counted(lab):
    lab.live.__dict__["there"] = there = set()
    send, redraw = lab.live.send_frames, lab.live.redraw
    def send_frames(frames, done):
        send(frames, done)
        there.update(tuple(frame[0]) for frame in frames)
    def answer(words, redrawn, key, description):
        redraw(words, redrawn, key, description)
        there.add(tuple(key))  # the page keeps it
    lab.live.send_frames, lab.live.redraw = send_frames, answer
    return lab

def coarse(lab):
    lab.controls["learning_rate"].step *= 4  # a fourth of the frames
    return lab
"""
LAB = "lab = coarse(counted(explore(quadratic([-3, -2, 3]))))\nlab"


def more(*values):
    """Return the parameters of a test that is run only when all are."""
    return pytest.param(*values, marks=pytest.mark.thorough)


@pytest.fixture
def wanted():
    return coarse(explore(F))


def coarse(lab):
    """Let the slider of the learning rate have a fourth of its positions; so it has on the page."""
    lab.controls["learning_rate"].step *= 4
    return lab


def fill(page, explorer, wanted, name="learning_rate", lab="lab"):
    """Come near a control, again and again, until the frames of its whole slider are there."""
    others, fewest, end = keys(wanted, name) - {tuple(wanted.key())}, math.inf, 0.0
    while missing := kernel.value(page, f"len({others} - {lab}.live.there)"):
        if missing < fewest:
            fewest, end = missing, time.monotonic() + 60
        assert time.monotonic() < end, f"{missing} are missing, and for a minute none has come"
        page.mouse.move(0, 0)
        explorer.slider(wanted.controls[name]).hover()
        page.wait_for_timeout(1000)


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
    kernel.wait_for(page, f"{lab}.key() == {lab}.run_key == {wanted.key()} and {lab}.run is not None")
    expect_shown(explorer, wanted)
    assert kernel.value(page, f"({lab}.live.moving, {lab}.live.words)") == (wanted.live.moving, wanted.live.words)
    assert kernel.value(page, f"({lab}.verdict, {lab}.run_key)") == (wanted.verdict, wanted.key())
    for control in wanted.controls.values():
        if explorer.slider(control).count():
            told, written = number_on(explorer, control), explorer.box(control).input_value()
            assert told == read_number(written) == control.value


def number_on(explorer, control):
    """Return the number of a slider, as a screen reader is told it."""
    return float(explorer.slider(control).get_attribute("aria-valuenow"))


def press(explorer, wanted, *keys, name="learning_rate"):
    """Press keys on a slider, and set it in another explorer, too."""
    control = wanted.controls[name]
    for key in keys:
        explorer.slider(control).press(key)
    setattr(wanted, name, control.checked(number_on(explorer, control)))


def test_while_the_kernel_is_busy_the_page_shows_what_python_says(opened, server, wanted):
    with opened("busy.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        with kernel.blocked(page, server.folder):
            for key in ("End", "PageDown", "ArrowLeft", "Home", "PageUp", "ArrowRight"):
                press(explorer, wanted, key)
                expect_shown(explorer, wanted)
            explorer.drag(0.2, 0.9, 0.6)
            wanted.learning_rate = number_on(explorer, wanted.controls["learning_rate"])
            expect_shown(explorer, wanted)
        expect_same(page, explorer, wanted)


@pytest.mark.parametrize("how", ["drag", more("keys"), more("keys in the slider")])
def test_the_next_cell_has_the_last_position(opened, wanted, how):
    with opened("below.ipynb", START, LAB, "print(lab.learning_rate, lab.run.learning_rate, lab.verdict)") as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        page.locator(".jp-CodeCell .jp-InputArea-editor").last.click()
        if how == "drag":
            explorer.drag(*(0.1 + 0.8 * (n % 7) / 7 for n in range(30)), 0.42)
        else:
            explorer.handle.focus()
            for key in ("End", "PageDown", "ArrowRight"):
                page.keyboard.press(key)
        if how != "keys in the slider":
            page.locator(".jp-CodeCell .jp-InputArea-editor").last.click()
        page.keyboard.press("Shift+Enter")
        wanted.learning_rate = number_on(explorer, wanted.controls["learning_rate"])
        rate = wanted.learning_rate
        expect(page.locator(".jp-OutputArea-output").last).to_have_text(f"{rate} {rate} {wanted.verdict}")
        expect_same(page, explorer, wanted)


def test_a_setting_from_code_wins_over_frames(opened, wanted):
    with opened("code.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        for code in (
            "lab.learning_rate = 0.1",
            "lab.set(start=-4, learning_rate=0.3)",
            "lab.preset('bounces')",
            "lab.learning_rate = 0.2; lab.start = 5",
            "lab.step = 0; lab.learning_rate = 0.05",
            "lab.step = 3",
            "lab.learning_rate = 0.001; lab.start = 8",
        ):
            exec(code, {"lab": wanted})
            kernel.start(page, code)()
            expect_same(page, explorer, wanted)
        press(explorer, wanted, "ArrowRight")
        expect_same(page, explorer, wanted)


def test_a_setting_from_code_while_a_hand_drags_leaves_one_state(opened, wanted):
    with opened("both-frames.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        for start in (2.5, -6.0, 8.0):
            wait = kernel.start(page, f"import time; time.sleep(0.2); lab.start = 3.0; lab.start = {start}")
            explorer.drag(*(0.1 + 0.8 * (n % 9) / 9 for n in range(60)), 0.3)
            wait()
            rate = number_on(explorer, wanted.controls["learning_rate"])
            wanted.set(learning_rate=rate, start=start)
            expect_same(page, explorer, wanted)


def test_a_hand_that_comes_back_at_once_leaves_the_step_that_is_shown(opened, wanted):
    with opened("back.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        explorer.press("◀ back")
        explorer.press("◀ back")
        wanted.step = wanted.run.nit - 2
        expect_same(page, explorer, wanted)
        explorer.handle.focus()
        explorer.handle.evaluate(THERE_AND_BACK)
        expect_same(page, explorer, wanted)
        expect(explorer.root.locator(".computing")).to_have_count(0)
        assert page.evaluate(RESTED, explorer.root.element_handle())
        expect_same(page, explorer, wanted)


OTHERS = {
    "explore_map": ("explore_map([quadratic([0, 0, 1]), quartic], start=2, learning_rate=0.1)", "start"),
    "explore_line": ("explore_line(*hubble_data())", "slope"),
    "explore_adaptive": ("explore_adaptive(bowl(30), iterations=40)", "learning_rate"),
    "explore_plane": ("explore_plane([rosenbrock, saddle])", "learning_rate"),
}


NAMES = [*OTHERS, "bowl", "hubble_data", "quadratic", "quartic", "rosenbrock", "saddle"]


@pytest.mark.parametrize("kind", ["explore_plane", *map(more, list(OTHERS)[:-1])])
def test_another_choice_has_its_own_pictures(opened, kind):
    code, name = OTHERS[kind]
    wanted = eval(code, {each: getattr(gdlesson, each) for each in NAMES})
    with opened(f"{kind}.ipynb", START, f"lab = counted({code})\nlab") as page:
        explorer = Explorer(page)
        choice = next(each for each in wanted.controls if hasattr(wanted.controls[each], "options"))
        names = list(wanted.controls[choice].options)
        for number in (1, 0, 1):
            press(explorer, wanted, "PageUp", "ArrowLeft", name=name)
            explorer.root.get_by_role("combobox").first.select_option(names[number])
            wanted.set(**{choice: names[number]})
            expect_same(page, explorer, wanted)
            press(explorer, wanted, "ArrowRight", "ArrowRight", name=name)
            expect_same(page, explorer, wanted)


MINE = """
import math
a = 1

def mine(x):
    return a * (x - 2) ** 2

lab = coarse(counted(explore(mine, 8, 0.001)))
lab"""


def explorer_of(a):
    def mine(x):
        return a * (x - 2) ** 2

    return coarse(explore(mine, 8, 0.001))


def expect_new(page, explorer, new):
    """Expect the words of another explorer, and the picture of this one: the view was chosen before."""
    kernel.wait_for(page, f"lab.key() == {new.key()}")
    expect(explorer.words).to_have_text(new.live.words)
    explorer.expect_picture(kernel.value(page, "lab.live.moving"))
    assert kernel.value(page, "(lab.verdict, lab.live.words)") == (new.verdict, new.live.words)


@pytest.mark.parametrize("filled", [True, False])
def test_after_a_cell_has_changed_a_function_nothing_old_is_shown(opened, filled):
    with opened("mine.ipynb", START, MINE, "a = 2") as page:
        kernel.start(page, "a = 1")()
        explorer, wanted = Explorer(page), explorer_of(1)
        explorer.handle.hover()
        press(explorer, wanted, "ArrowRight", "ArrowLeft")
        expect_same(page, explorer, wanted)
        if filled:
            fill(page, explorer, wanted)
        page.evaluate(RECORD, explorer.root.element_handle())
        page.locator(".jp-CodeCell .jp-InputArea-editor").last.click()
        page.keyboard.press("Shift+Enter")
        kernel.wait_for(page, "a == 2")
        new = explorer_of(2)
        for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "PageUp"):
            page.evaluate("() => { window.seen = []; }")
            press(explorer, new, key)
            expect_new(page, explorer, new)
            assert set(page.evaluate("window.seen")) <= {new.live.words}
        explorer.press("◀ back")
        new.step = new.run.nit - 1
        expect_new(page, explorer, new)


ROOT = """
import math
lab = counted(explore(lambda x: math.sqrt(x + 5) + x * x, 8, 0.001))
lab"""


def test_an_error_lies_among_the_frames_around_it(opened):
    wanted = explore(lambda x: math.sqrt(x + 5) + x * x, 8, 0.001)
    with opened("root.ipynb", START, ROOT) as page:
        explorer = Explorer(page)
        explorer.slider(wanted.controls["start"]).hover()
        slider = explorer.slider(wanted.controls["start"])
        for _ in range(2):
            slider.press("Home")
            expect(explorer.words).to_contain_text("math domain error")
            expect(explorer.root.locator(".failed")).to_have_count(1)
            kernel.wait_for(page, "lab.start == -10 and lab.run is None and lab.error")
            press(explorer, wanted, "End", "PageDown", name="start")
            expect_same(page, explorer, wanted)
            expect(explorer.root.locator(".failed")).to_have_count(0)
            slider.hover()


def test_two_views_show_the_same(opened, wanted):
    with opened("views.ipynb", START, LAB, "display(lab.view)") as page:
        explorer, other = Explorer(page), Explorer(page, 1)
        fill(page, explorer, wanted)
        for hand in (explorer, other, explorer):
            press(hand, wanted, "PageUp", "ArrowRight")
            for each in (explorer, other):
                expect_same(page, each, wanted)
        press(other, wanted, "ArrowLeft", "ArrowRight", "ArrowLeft")
        for each in (explorer, other):
            expect_same(page, each, wanted)


def test_after_a_restart_nothing_new_is_shown_until_the_cells_run_again(lab, opened, wanted):
    with opened("restart.ipynb", START, LAB, but="Connection lost, reconnecting in 0 seconds.") as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        seen = explorer.picture(), explorer.words.inner_text()
        page.evaluate("jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
        expect(explorer.root.locator(".asleep")).to_be_visible()
        for key in ("ArrowRight", "End"):
            explorer.handle.press(key)
        assert page.evaluate(RESTED, explorer.root.element_handle())
        assert (explorer.picture(), explorer.words.inner_text()) == seen
        lab.run_all(page)
        explorer = Explorer(page)
        expect(explorer.root.locator(".asleep")).not_to_be_visible()
        fill(page, explorer, wanted)
        press(explorer, wanted, "PageUp", "ArrowRight")
        expect_same(page, explorer, wanted)


def test_after_a_reload_frames_come_again(lab, opened, server, wanted):
    with opened("reload.ipynb", START, LAB) as page:
        fill(page, Explorer(page), wanted)
        press(Explorer(page), wanted, "PageUp")
        page.keyboard.press("Control+s")
        page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
        page.reload()
        page.wait_for_function(f"() => {lab.KERNEL.replace('Widget.', 'Widget?.')}?.status === 'idle'")
        explorer = Explorer(page)
        expect_same(page, explorer, wanted)
        fill(page, explorer, wanted)
        with kernel.blocked(page, server.folder):
            press(explorer, wanted, "End", "PageDown")
            expect_shown(explorer, wanted)
        expect_same(page, explorer, wanted)


def test_a_control_that_does_nothing_cannot_be_moved_and_says_why(opened):
    wanted = gdlesson.explore_adaptive(gdlesson.bowl(30), iterations=40)
    with opened("disabled.ipynb", START, "lab = counted(explore_adaptive(bowl(30), iterations=40))\nlab") as page:
        explorer = Explorer(page)
        explorer.root.get_by_role("combobox").first.select_option("momentum")
        wanted.optimizer = "momentum"
        slider, box = explorer.slider(wanted.controls["beta_2"]), explorer.box(wanted.controls["beta_2"])
        expect(slider).to_have_attribute("aria-disabled", "true")
        expect(slider).to_have_attribute("aria-description", "momentum has no β₂")
        expect(box).to_be_disabled()
        expect(explorer.root.get_by_role("combobox").nth(1)).to_be_disabled()
        expect(explorer.words).to_contain_text("no bias correction")
        slider.press("Home")
        expect(box).to_have_value("0.999")
        expect_same(page, explorer, wanted)
        explorer.root.get_by_role("combobox").first.select_option("adam")
        expect(box).to_be_enabled()
        slider.press("Home")
        expect(box).to_have_value("0")


PLAYED = "() => document.querySelector('.gdlesson-player button:last-child').textContent"


@pytest.mark.parametrize("kind", ["explore", more("explore_adaptive")])
def test_play_goes_through_to_the_end_and_pause_stops(opened, kind):
    code = "explore(quadratic([0, 0, 1]), 4, 0.3)" if kind == "explore" else OTHERS[kind][0]
    wanted = eval(code, {each: getattr(gdlesson, each) for each in [*NAMES, "explore"]})
    with opened(f"play-{kind}.ipynb", START, f"lab = counted({code})\nlab") as page:
        explorer = Explorer(page)
        explorer.press("▶ play")
        page.wait_for_function(f"({PLAYED})() === '❚❚ pause'")
        page.wait_for_function(f"({PLAYED})() === '▶ play'")
        wanted.step = None if kind == "explore" else wanted.controls["step"].high
        expect_same(page, explorer, wanted)
        explorer.press("step ▶")  # after the last one, from the start
        wanted.step = 0
        expect_same(page, explorer, wanted)
        explorer.press("◀ back")
        expect_same(page, explorer, wanted)
        explorer.press("▶ play")
        kernel.wait_for(page, "lab.step > 2")
        explorer.press("❚❚ pause")
        page.wait_for_function(f"({PLAYED})() === '▶ play'")
        assert page.evaluate(RESTED, explorer.root.element_handle())
        wanted.step = kernel.value(page, "lab.step")
        expect_same(page, explorer, wanted)


def test_a_hand_on_a_slider_ends_the_movie(opened, wanted):
    with opened("movie.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        explorer.press("▶ play")
        kernel.wait_for(page, "2 < lab.step < 400")
        explorer.drag(0.3, 0.5, 0.2)
        page.wait_for_function(f"({PLAYED})() === '▶ play'")
        wanted.learning_rate = number_on(explorer, wanted.controls["learning_rate"])
        assert page.evaluate(RESTED, explorer.root.element_handle())
        expect_same(page, explorer, wanted)


def test_while_the_kernel_is_busy_steps_are_shown(opened, server):
    wanted = explore(quadratic([0, 0, 1]), 4, 0.3)
    with opened("steps.ipynb", START, "lab = counted(explore(quadratic([0, 0, 1]), 4, 0.3))\nlab") as page:
        explorer = Explorer(page)
        explorer.root.get_by_role("button", name="step ▶").hover()
        last = wanted.run.nit
        kernel.wait_for(page, f"{set(range(last))} <= {{key[3] for key in lab.live.there}}")
        with kernel.blocked(page, server.folder):
            for step, name in [(0, "step ▶"), (1, "step ▶"), (2, "step ▶"), (1, "◀ back"), (0, "◀ back")]:
                explorer.press(name)
                wanted.step = step
                expect_shown(explorer, wanted)
            explorer.press("▶ play")
            page.wait_for_function(f"({PLAYED})() === '▶ play'")
            wanted.step = None
            expect_shown(explorer, wanted)
        expect_same(page, explorer, wanted)


@pytest.mark.parametrize("name", ["lands", more("diverges")])
def test_while_the_kernel_is_busy_presets_are_shown_whole(opened, server, wanted, name):
    with opened("presets.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        wanted.preset(name)
        kernel.wait_for(page, f"{tuple(wanted.key())} in lab.live.there")
        explorer.press("◀ back")
        expect(explorer.words).to_contain_text("Step 499 of 500")
        with kernel.blocked(page, server.folder):
            explorer.press(name)
            expect_shown(explorer, wanted)
        expect_same(page, explorer, wanted)


def test_the_slider_tells_where_the_hand_is(opened, server, wanted):
    with opened("told.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        slider, control = explorer.slider(wanted.controls["learning_rate"]), wanted.controls["learning_rate"]
        track = slider.bounding_box()
        with kernel.blocked(page, server.folder):
            page.mouse.move(track["x"] + track["width"] / 4, track["y"] + track["height"] / 2)
            page.mouse.down()
            for share in (0.3, 0.6, 0.9):
                page.mouse.move(track["x"] + share * track["width"], track["y"] + track["height"] / 2)
                rate = control.checked(float(f"{10 ** explorer.position(slider):.3g}"))
                expect(slider).to_have_attribute("aria-valuenow", str(rate))
                expect(slider).to_have_attribute("aria-valuetext", str(rate))
                expect(slider).to_have_accessible_name("learning rate")
                wanted.learning_rate = rate
                expect_shown(explorer, wanted)
            page.mouse.up()
        expect_same(page, explorer, wanted)


def test_a_typed_number_and_a_last_move_before_the_view_goes_are_not_lost(opened, wanted):
    with opened("typed.ipynb", START, LAB) as page:
        explorer = Explorer(page)
        fill(page, explorer, wanted)
        explorer.type("0.3333")
        wanted.learning_rate = 0.3333
        expect_same(page, explorer, wanted)
        press(explorer, wanted, "ArrowLeft")
        explorer.type("nothing")
        expect(explorer.root.get_by_role("alert").first).to_contain_text("is not a number")
        press(explorer, wanted, "ArrowLeft", "PageDown")
        expect_same(page, explorer, wanted)
        press(explorer, wanted, "PageDown")
        page.evaluate("jupyterapp.shell.currentWidget.content.activeCell.outputArea.model.clear()")
        kernel.wait_for(page, f"lab.key() == {wanted.key()}")


# run in the page: a move there and back within one moment; whether a moment later nothing is waiting
THERE_AND_BACK = """(handle) => ["ArrowRight", "ArrowLeft"].forEach((key) =>
  handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""
RESTED = """(root) => new Promise((resolve) => setTimeout(() =>
  resolve(!root.querySelector(".computing")), 600))"""
RECORD = """(root) => {
  const words = root.querySelector("figcaption");
  window.seen = [];
  new MutationObserver(() => window.seen.push(words.textContent)).observe(words, { childList: true });
}"""
