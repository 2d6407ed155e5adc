"""The picture answers before the kernel does, and nothing stale is ever shown."""

import contextlib
import json
import time

import pytest

pytest.importorskip("playwright")

from explorer import Explorer  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

import gdlesson  # noqa: E402

pytestmark = pytest.mark.slow

F = gdlesson.quadratic([-3, -2, 3])
LAB = "from gdlesson import *\nlab = explore(quadratic([-3, -2, 3]), learning_rate=0.1)\nlab"
CUT = "() => { WebSocket.prototype.send = () => {}; }"  # from now on the kernel hears nothing


@pytest.fixture
def opened(lab, browser, server, request):
    """Return a context that opens a notebook with these cells, runs them, and waits for the frames."""

    @contextlib.contextmanager
    def opened(*cells):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        wrong, heard = lab.watch(page), [time.monotonic()]
        page.on("websocket", lambda socket: socket.on("framereceived", lambda _: heard.append(time.monotonic())))
        lab.open_notebook(page, server, server.write(f"{request.node.name}.ipynb", *cells))
        lab.run_all(page)
        assert lab.failures(page) == []
        page.locator(".gdlesson-live .moving > svg").first.wait_for()
        page.wrong = wrong
        page.quiet = lambda: until_quiet(page, heard)
        page.quiet()
        yield page
        assert wrong == []
        lab.end_kernel(page)
        page.close()

    return opened


def until_quiet(page, heard):
    """Wait until the kernel has sent nothing for a while."""
    heard.append(time.monotonic())
    while time.monotonic() - heard[-1] < 1:
        page.wait_for_timeout(50)


def ask(page, expression):
    """Return the value of an expression in the kernel, as JSON."""
    code = f"import json; print(json.dumps({expression}))"
    return json.loads(
        page.evaluate(
            """async (code) => {
              const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
              const asked = kernel.requestExecute({ code });
              let text = "";
              asked.onIOPub = ({ content }) => { text += content.text ?? ""; };
              await asked.done;
              return text;
            }""",
            code,
        )
    )


def expect_all_agree(page, explorer, wanted, expression="[lab.verdict, lab.live.words]"):
    """Expect on the page what an explorer in Python shows, and the same in the kernel."""
    expect(explorer.words).to_have_text(wanted.live.words)
    explorer.expect_picture(wanted.live.moving)
    expect(explorer.root.locator(".computing, .failed")).to_have_count(0)
    assert ask(page, expression) == [wanted.verdict, wanted.live.words]


def test_a_move_is_answered_without_the_kernel(opened):
    wanted = gdlesson.explore(F, learning_rate=0.1)
    with opened(LAB) as page:
        explorer = Explorer(page)
        explorer.handle.hover()
        page.quiet()
        page.evaluate(CUT)
        for key in ("ArrowRight", "PageUp", "Home", "End", "PageDown"):
            explorer.handle.press(key)
            wanted.learning_rate = float(explorer.rate.input_value())
            assert explorer.handle.get_attribute("aria-valuenow") == explorer.rate.input_value()
            expect(explorer.words).to_have_text(wanted.verdict)
            explorer.expect_picture(wanted.live.moving)


def test_the_player_and_presets_need_no_kernel_either(opened):
    wanted = gdlesson.explore(F, learning_rate=0.1)
    with opened(LAB) as page:
        explorer = Explorer(page)
        explorer.root.get_by_role("button", name="step ▶").hover()
        page.quiet()
        page.evaluate(CUT)
        for name, step in [("step ▶", 0), ("step ▶", 1), ("◀ back", 0), ("◀ back", 0)]:
            explorer.press(name)
            wanted.step = step
            expect(explorer.words).to_have_text(wanted.live.words)
            explorer.expect_picture(wanted.live.moving)
        explorer.press("lands")
        wanted.preset("lands")
        expect(explorer.words).to_have_text(wanted.live.words)
        explorer.expect_picture(wanted.live.moving)
        expect(explorer.rate).to_have_value("1/6")


def test_after_a_drag_the_kernel_stands_where_the_hand_let_go(opened):
    with opened(LAB) as page:
        explorer = Explorer(page)
        for shares in [(0.9, 0.2, 0.55), (0.1, 0.8), (0.7, 0.3, 0.9, 0.62)]:
            explorer.drag(*shares)
            at = ask(page, "[lab.learning_rate, lab.run.learning_rate, lab.verdict]")
            wanted = gdlesson.explore(F, learning_rate=float(explorer.rate.input_value()))
            assert at == [wanted.learning_rate, wanted.learning_rate, wanted.verdict]
            expect_all_agree(page, explorer, wanted)


def test_a_key_and_a_cell_right_after_it(opened):
    with opened(LAB, "seen = [lab.learning_rate, lab.verdict]") as page:
        explorer = Explorer(page)
        for _ in range(5):
            explorer.handle.press("ArrowRight")
            page.locator(".jp-CodeCell .jp-InputArea-editor").nth(1).click()
            page.keyboard.press("Shift+Enter")
            page.quiet()
            wanted = gdlesson.explore(F, learning_rate=float(explorer.rate.input_value()))
            assert ask(page, "seen") == [wanted.learning_rate, wanted.verdict]


def test_code_wins_over_a_hand_that_does_not_move_any_more(opened):
    with opened(LAB) as page:
        explorer = Explorer(page)
        track = explorer.handle.bounding_box()
        page.mouse.move(track["x"] + 40, track["y"] + track["height"] / 2)
        page.mouse.down()
        page.mouse.move(track["x"] + 90, track["y"] + track["height"] / 2)
        page.quiet()
        ask(page, "[lab.set(learning_rate=0.3), setattr(lab, 'start', 2)]")
        wanted = gdlesson.explore(F, start=2, learning_rate=0.3)
        expect(explorer.rate).to_have_value("0.3")
        expect_all_agree(page, explorer, wanted)
        page.mouse.up()
        page.quiet()
        rate = float(explorer.rate.input_value())
        wanted.learning_rate = rate
        expect_all_agree(page, explorer, wanted)


def test_another_function_and_back(opened):
    cell = "from gdlesson import *\nlab = explore_map([quadratic([0, 0, 1]), quartic, double_well], start=1)\nlab"
    wanted = gdlesson.explore_map([gdlesson.quadratic([0, 0, 1]), gdlesson.quartic, gdlesson.double_well], start=1)
    with opened(cell) as page:
        explorer = Explorer(page)
        choice = explorer.root.get_by_role("combobox")
        for key in ("ArrowRight", "ArrowLeft"):
            explorer.slider(wanted.controls["start"]).press(key)
        for name in [*wanted.controls["function"].options] * 2:
            choice.select_option(name)
            wanted.function = name
            expect_all_agree(page, explorer, wanted)
            explorer.slider(wanted.controls["start"]).press("ArrowRight")
            page.quiet()
            wanted.start = float(explorer.box(wanted.controls["start"]).input_value())
            expect_all_agree(page, explorer, wanted)


def test_a_name_that_the_function_uses_means_something_else_after_a_cell(opened):
    cells = [
        "from gdlesson import explore\na = 1\ndef mine(x):\n    return a * x * x",
        "lab = explore(mine, 4, 0.1)\nlab",
    ]
    with opened(*cells) as page:
        explorer = Explorer(page)
        explorer.handle.hover()
        page.quiet()
        ask(page, "globals().update(a=2)")
        page.quiet()
        explorer.handle.press("ArrowRight")
        wanted = gdlesson.explore(lambda x: 2 * x * x, 4, float(explorer.rate.input_value()))
        expect(explorer.words).to_have_text(wanted.live.words.replace("f(x)", "mine(x)"))
        assert ask(page, "lab.run.losses[0]") == 32


def test_errors_come_and_go(opened):
    with opened(
        "import math\nfrom gdlesson import explore", "lab = explore(lambda x: math.sqrt(x), 1, 0.1)\nlab"
    ) as page:
        explorer = Explorer(page)
        control = gdlesson.explore(F).controls["start"]
        slider, box = explorer.slider(control), explorer.box(control)
        slider.hover()
        page.quiet()
        for typed, fails in [("-1", True), ("2", False), ("-2", True), ("1", False)]:
            explorer.type(typed, box)
            expect(explorer.root.locator(".failed")).to_have_count(int(fails))
            expect(explorer.words).to_contain_text("math domain error" if fails else " ")
        slider.press("ArrowRight")
        page.quiet()
        assert ask(page, "lab.error is None")
        assert ask(page, "lab.live.words") == explorer.words.inner_text()


def test_two_views_show_the_same(opened):
    with opened(LAB, "display(lab.view)") as page:
        one, other = Explorer(page), Explorer(page, 1)
        for view, share in [(one, 0.7), (other, 0.4), (one, 0.55)]:
            view.drag(share)
            page.quiet()
            wanted = gdlesson.explore(F, learning_rate=float(view.rate.input_value()))
            for each in (one, other):
                assert each.rate.input_value() == view.rate.input_value()
                expect_all_agree(page, each, wanted)


def test_playing_ends_with_the_whole_run_and_a_move_stops_it(opened):
    wanted = gdlesson.explore(F, learning_rate=0.25)
    with opened(LAB.replace("0.1", "0.25")) as page:
        explorer = Explorer(page)
        explorer.press("▶ play")
        expect(explorer.words).to_contain_text("Step ")
        expect(explorer.root.get_by_role("button", name="▶ play")).to_be_visible()
        expect_all_agree(page, explorer, wanted)
        explorer.press("▶ play")
        expect(explorer.words).to_contain_text("Step ")
        explorer.press("❚❚ pause")
        expect(explorer.words).to_contain_text("Step ")
        explorer.press("▶ play")
        explorer.handle.press("ArrowRight")
        page.quiet()
        wanted.learning_rate = float(explorer.rate.input_value())
        expect_all_agree(page, explorer, wanted)


def test_after_a_restart_the_old_view_is_asleep_and_a_new_run_wakes_it(opened, lab):
    with opened(LAB) as page:
        explorer = Explorer(page)
        before = explorer.picture()
        page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
        page.locator(".asleep").first.wait_for()
        page.wrong[:] = [each for each in page.wrong if "Connection lost" not in each]  # which is true
        page.evaluate("() => document.querySelector('[role=slider]').focus()")
        page.keyboard.press("ArrowRight")
        assert explorer.picture() == before
        lab.run_all(page)
        page.quiet()
        explorer = Explorer(page)
        explorer.handle.press("ArrowRight")
        page.quiet()
        wanted = gdlesson.explore(F, learning_rate=float(explorer.rate.input_value()))
        expect_all_agree(page, explorer, wanted)


def test_a_reloaded_page_fills_its_frames_anew(opened, lab):
    wanted = gdlesson.explore(F, learning_rate=0.1)
    with opened(LAB) as page:
        page.keyboard.press("Control+s")
        page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
        page.reload()
        page.locator(".gdlesson-live .moving > svg").first.wait_for()
        explorer = Explorer(page)
        explorer.handle.hover()
        page.quiet()
        page.evaluate(CUT)
        explorer.handle.press("PageUp")
        wanted.learning_rate = float(explorer.rate.input_value())
        expect(explorer.words).to_have_text(wanted.verdict)
        explorer.expect_picture(wanted.live.moving)
