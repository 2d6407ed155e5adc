"""Frames drawn ahead are exactly what the kernel would draw and say, and leave no trace in the explorer."""

import asyncio
import itertools
import math
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from every_explorer import EXPLORERS, NAMES, values
from IPython.core.interactiveshell import InteractiveShell

import gdlesson
from gdlesson.live import ahead as drawing_ahead
from gdlesson.live import figure
from gdlesson.live.ahead import PATIENCE, Ahead
from gdlesson.live.controls import positions
from gdlesson.live.drawing import png
from gdlesson.live.idle import IDLE, SLICE, Idle

AHEAD = [name for name in NAMES if name.values[0] != "explore_keras"]


@pytest.fixture
def patient(monkeypatch):
    """Let a frame take as long as it takes on this machine: these tests are about what it shows."""
    for name in ("PATIENCE", "REDRAWING"):
        monkeypatch.setattr(drawing_ahead, name, math.inf)


def look(lab):
    live = lab.live
    return live.still, live.moving, live.words, live.description, live.areas, live.key, png(lab.picture.figure)


def keys_around(lab):
    """Return keys for positions of each control that is filled ahead."""
    for name in lab.live.ahead:
        control = list(lab.controls.values())[name]
        places = range(len(control.options)) if hasattr(control, "options") else positions(control, 5)
        for place in places:
            pairs = zip(lab.controls.values(), lab.key(), strict=True)
            if control is not lab.controls.get(lab.steps) or place < control.high:
                yield [place if each is control else old for each, old in pairs]


def in_a_loop(function):
    """Return what an asynchronous function returns, on an event loop in a thread of its own."""
    with ThreadPoolExecutor() as pool:
        return pool.submit(lambda: asyncio.run(asyncio.wait_for(function(), 60))).result()


def ask(lab, keys):
    """Ask an explorer for frames, as the page does; return what it sends."""
    sent = []
    lab.live.send = lambda content, buffers=None: sent.append(content)

    async def idle():
        IDLE.find_loop()
        lab.live._handle_custom_msg({"wanted": keys, "anew": True, "known": []}, [])
        await asyncio.sleep(0)
        while lab in IDLE.work:
            await asyncio.sleep(0.01)

    in_a_loop(idle)
    return sent


def named(control, place):
    return list(control.options)[place] if hasattr(control, "options") else place


def expect_exact(lab, name, frames, stills):
    parts, new = {number: rest for number, *rest in stills}, EXPLORERS[name]()
    for key, number, moving, words in frames:
        pairs = zip(new.controls.items(), key, strict=True)
        new.set(**{each: named(control, place) for (each, control), place in pairs})
        new.wait()
        assert new.key() == key
        still, areas, description = parts[number]
        assert (moving, words) == (new.live.moving, new.live.words)
        assert (areas, description) == (new.live.areas, new.live.description)
        assert len(still) == len(new.live.still)  # but for Matplotlib's names for shapes


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("name", AHEAD)
def test_a_frame_is_what_the_kernel_draws_and_says(name):
    lab = EXPLORERS[name]()
    assert lab.live.ahead
    run, before, now = lab.run, look(lab), values(lab)
    keys = list(keys_around(lab))
    sent = ask(lab, keys)
    frames = list(itertools.chain(*(content["frames"] for content in sent)))
    assert sum(content["done"] for content in sent) == len(keys) == len(frames)
    expect_exact(lab, name, frames, list(itertools.chain(*(content["stills"] for content in sent))))
    assert look(lab) == before and values(lab) == now and lab.run is run


@pytest.mark.usefixtures("patient")
def test_a_position_where_the_function_fails_has_no_frame():
    lab = gdlesson.explore(lambda x: math.sqrt(x), start=4, learning_rate=0.1)
    key = lab.key()
    keys = [[0.1, start, *key[2:]] for start in (-2.0, 3.0, "nonsense", math.nan)] + [[0.1]]
    sent = ask(lab, keys)
    assert sum(content["done"] for content in sent) == len(keys)
    assert [frame[0] for content in sent for frame in content["frames"]] == [keys[1]]
    assert lab.error is None and lab.start == 4


def test_after_an_error_nothing_is_drawn_ahead_until_there_is_a_run_again():
    lab = gdlesson.explore(lambda x: math.sqrt(x), start=4, learning_rate=0.1)
    key = lab.key()
    lab.start = -2
    words, shown = lab.live.words, lab.live.moving
    assert [content["frames"] for content in ask(lab, [key])] == [[]]
    assert (lab.live.words, lab.live.moving, lab.live.failed) == (words, shown, True)


def test_an_explorer_with_long_runs_stops_drawing_ahead():
    def slow(x):
        end = time.thread_time() + 0.001
        while time.thread_time() < end:
            pass
        return x * x

    lab = gdlesson.explore(slow, start=4, learning_rate=0.01, iterations=60)
    keys = [[rate, *lab.key()[1:]] for rate in (0.02, 0.03, 0.04, 0.05)]
    sent = ask(lab, keys)
    assert len(keys) > 2 >= sum(len(content["frames"]) for content in sent)


@pytest.mark.usefixtures("patient")
def test_a_new_plan_replaces_the_one_before_and_a_further_one_is_added():
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]))
    keys = [[rate, *lab.key()[1:]] for rate in (0.0011, 0.0012, 0.0013)]  # all of them meet the cap
    sent = []
    lab.live.send = lambda content, buffers=None: sent.append(content)

    async def idle():
        IDLE.find_loop()
        for wanted, anew in [(keys[0], True), (keys[1], True), (keys[2], False)]:
            lab.live._handle_custom_msg({"wanted": [wanted], "anew": anew, "known": [0]}, [])
            await asyncio.sleep(0)
        list(IDLE.work.pop(lab))

    in_a_loop(idle)
    assert [frame[0] for content in sent for frame in content["frames"]] == keys[1:]
    assert [content["stills"] for content in sent] == [[]]  # the page has it


@pytest.mark.usefixtures("patient")
def test_while_frames_are_drawn_further_ones_are_added_and_none_is_lost():
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]))
    keys = [[rate / 100, *lab.key()[1:]] for rate in range(10)]
    sent = []
    lab.live.send = lambda content, buffers=None: sent.append(content)

    async def idle():
        IDLE.find_loop()
        lab.live._handle_custom_msg({"wanted": keys[:6], "anew": True, "known": [0]}, [])
        await asyncio.sleep(0)
        for _ in range(3):
            next(IDLE.work[lab])
        lab.live._handle_custom_msg({"wanted": keys[6:], "anew": False, "known": [0]}, [])
        await asyncio.sleep(0)
        list(IDLE.work.pop(lab))

    in_a_loop(idle)
    assert [frame[0] for content in sent for frame in content["frames"]] == keys
    assert sum(content["done"] for content in sent) == len(keys)


def test_what_the_kernel_does_between_two_pieces_does_not_count_as_slow():
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]))
    keys = [[rate / 100, *lab.key()[1:]] for rate in range(5)]
    ahead, sent = Ahead(lab), []
    lab.live.send = lambda content, buffers=None: sent.append(content)
    ahead.wanted.extend(keys)
    for _ in ahead.pieces():
        end = time.thread_time() + 1.5 * PATIENCE
        while time.thread_time() < end:
            pass
    assert [frame[0] for content in sent for frame in content["frames"]] == keys


def test_a_still_part_which_is_drawn_once_does_not_count_as_slow(monkeypatch):
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]))
    keys = [[rate, *lab.key()[1:]] for rate in (0.5, 0.1, 0.05, 0.02, 0.11)]  # each with an axis of its own
    ahead, sent, draw = Ahead(lab), [], figure.still_svg

    def slowly(*arguments):
        end = time.thread_time() + 1.5 * PATIENCE
        while time.thread_time() < end:
            pass
        return draw(*arguments)

    monkeypatch.setattr(figure, "still_svg", slowly)
    lab.live.send = lambda content, buffers=None: sent.append(content)
    ahead.wanted.extend(keys)
    list(ahead.pieces())
    assert [frame[0] for content in sent for frame in content["frames"]] == keys
    assert len({frame[1] for content in sent for frame in content["frames"]}) == 5


def test_a_move_comes_first():
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]))
    keys = [[rate, *lab.key()[1:]] for rate in (0.1, 0.2, 0.3)]
    ahead = Ahead(lab)
    ahead.wanted.extend(keys)
    pieces = ahead.pieces()
    next(pieces)
    lab.learning_rate = 0.5  # in the middle of a frame
    wanted = look(lab)
    list(pieces)
    assert look(lab) == wanted and lab.run.learning_rate == 0.5


def test_work_is_done_in_slices_newest_first_and_not_right_after_a_move():
    idle, done = Idle(), []

    def pieces(name):
        for number in range(5):
            end = time.monotonic() + SLICE / 2
            while time.monotonic() < end:
                pass
            done.append((name, number))
            yield

    async def run():
        idle.find_loop()
        idle.do("first", pieces("first"))
        idle.do("second", pieces("second"))
        idle.wait()
        await asyncio.sleep(0)
        assert done == []
        between = 0
        while idle.work:
            await asyncio.sleep(0.001)
            between += 1
        return between

    assert in_a_loop(run) >= 3  # others had their turn
    assert done == [("second", k) for k in range(5)] + [("first", k) for k in range(5)]


def test_brief_work_is_done_before_any_other():
    idle, done = Idle(), []

    async def run():
        idle.find_loop()
        idle.do("owner", map(done.append, "abc"), brief=True)
        idle.do("owner", map(done.append, "xyz"))
        while idle.work or idle.brief:
            await asyncio.sleep(0.001)

    in_a_loop(run)
    assert done == list("abcxyz")


def test_without_an_event_loop_nothing_is_done_ahead():
    idle = Idle()
    with ThreadPoolExecutor() as pool:
        pool.submit(idle.find_loop).result()
    idle.soon(lambda: idle.do("owner", iter([None])))
    assert idle.loop is None and not idle.work


def test_work_that_fails_is_over():
    idle, done = Idle(), []

    def failing():
        yield
        raise ValueError

    async def run():
        idle.find_loop()
        idle.do("good", iter([done.append(1)]))
        idle.do("bad", failing())
        while idle.work:
            await asyncio.sleep(0.001)

    in_a_loop(run)


def test_after_a_cell_frames_of_functions_from_the_notebook_are_forgotten():
    """Another cell may change a name that they use."""
    shell = InteractiveShell.instance()
    try:
        shell.run_cell("import gdlesson\na = 1\ndef mine(x):\n    return a * x * x\n")
        shell.run_cell("labs = [gdlesson.explore(f, 4, 0.1) for f in (mine, gdlesson.quadratic([0, 0, 1]))]")
        shell.run_cell("import functools\nlabs += [gdlesson.explore(functools.partial(mine), 4, 0.1)]")
        shell.run_cell("def rule(x, g, t, learning_rate=0.1): return (x - learning_rate * g,)")
        shell.run_cell("labs += [gdlesson.explore_race(gdlesson.bowl(9), [rule])]")
        labs, forgotten = shell.user_ns["labs"], []
        for lab in labs:
            lab.live.send = lambda content, lab=lab: forgotten.append(lab) if content == {"forget": True} else None
        shell.run_cell("a = 2")
        assert [lab in forgotten for lab in labs] == [True, False, True, True]
    finally:
        InteractiveShell.clear_instance()


def test_a_cell_waits_for_the_run_of_a_move_that_another_thread_is_making(monkeypatch):
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]))
    make_run, begun = lab.make_run, threading.Event()

    def slow(**values):
        begun.set()
        time.sleep(0.2)
        return make_run(**values)

    monkeypatch.setattr(lab, "make_run", slow)
    thread = threading.Thread(target=lambda: setattr(lab, "learning_rate", 0.3))
    thread.start()
    begun.wait(10)
    assert lab.run.learning_rate == lab.learning_rate == 0.3 and "0.3" in lab.verdict
    thread.join()
