"""Measure a class at work on one server: `python benchmarks/hub.py [--learners N] [notebook ...]`.

Each learner has what JupyterHub starts for one: a JupyterLab under an address of its own, `/user/learner-7/`,
and a kernel. All run every cell of the lesson at the same time. Then each moves the first slider of the lesson
once a second, all in the same seconds, and waits for the picture. Messages travel as from JupyterLab's page,
through the server and its WebSocket. What a browser does is left out, and so are the frames that it keeps, with
which most moves need not wait for the kernel at all. JupyterHub itself and its proxy are left out, too.

It prints the memory of each learner (JupyterLab and kernel together; the mean, and the most), and the time from a
move to its picture: the median, and the time within which 95 % came. The load of the machine before it began is
printed first: whatever else runs there makes everything slower. The targets are printed as reached or not.
"""

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import sys
import time
import uuid
from pathlib import Path

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from gdlesson.classroom.lessons import NOTEBOOKS, code_cells, read, title

sys.path.append(str(Path(__file__).parents[1] / "tests" / "browser"))
import lab  # noqa: E402

LESSONS = [NOTEBOOKS / "04-choose-the-learning-rate.ipynb", NOTEBOOKS / "17-train-a-network-by-hand.ipynb"]
HUB = {"OPENBLAS_NUM_THREADS": "1"}  # what docs/hub.md has the hub set
LIMIT = 1000  # MB for each learner
TARGET = 500  # ms within which 95 % of the pictures should come
PATIENCE = 900  # seconds


class Learner:
    """One learner: a server, and the WebSocket to a kernel of it."""

    def __init__(self, server):
        self.server, self.base = server, f"127.0.0.1:{server.port}{server.base}api/kernels"
        self.headers = {"Authorization": f"token {server.token}"}
        self.models = {}  # what each widget on the page knows

    async def start(self):
        """Start a kernel, and connect to it as a page does."""
        request = HTTPRequest(f"http://{self.base}", "POST", self.headers, "{}", request_timeout=PATIENCE)
        kernel = json.loads((await AsyncHTTPClient().fetch(request)).body)["id"]
        address = HTTPRequest(f"ws://{self.base}/{kernel}/channels", headers=self.headers)
        self.socket = await websocket_connect(address, max_message_size=2**28)

    async def send(self, kind, content):
        """Send a message to the kernel, and return its id."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.server.base, "version": "5.3"}
        header |= {"username": "", "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        await self.socket.write_message(json.dumps(message))
        return header["msg_id"]

    async def receive(self):
        """Return the next message that is text, and remember the state of each widget."""
        while isinstance(text := await asyncio.wait_for(self.socket.read_message(), PATIENCE), bytes):
            pass  # frames and arrays, which a move does not wait for
        message = json.loads(text)
        content, kind = message["content"], message["header"]["msg_type"]
        if kind in ("comm_open", "comm_msg"):
            state = content["data"].get("state", {})
            self.models[content["comm_id"]] = self.models.get(content["comm_id"], {}) | state
        return message

    async def run(self, source):
        """Run a cell to its end."""
        asked = await self.send("execute_request", {"code": source, "silent": False, "stop_on_error": False})
        while True:
            message = await self.receive()
            ended = message["content"].get("execution_state") == "idle"
            if ended and message["parent_header"].get("msg_id") == asked:
                return

    async def move(self, slider, value, figure):
        """Move a slider; return how many milliseconds later the picture of this move came."""
        begin = time.perf_counter()
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        await self.send("comm_msg", {"comm_id": slider, "data": data})
        while True:
            content = (await self.receive())["content"]
            if content.get("comm_id") == figure and "key" in content["data"].get("state", {}):
                return 1000 * (time.perf_counter() - begin)

    def explorer(self):
        """Return the ids of the lesson's first slider and its figure, and positions to move it to."""
        figure = next(name for name, state in self.models.items() if "moving" in state)
        names = [each.removeprefix("IPY_MODEL_") for each in self.models[figure]["controls"]]
        slider = next(name for name in names if "low" in self.models[name])
        low, high, value = (self.models[slider][each] for each in ("low", "high", "value"))
        near = [value * factor for factor in (0.8, 0.9, 1.1, 1.2)] if self.models[slider]["logarithmic"] else []
        return slider, figure, near or [low + (high - low) * part for part in (0.3, 0.4, 0.6, 0.7)]


async def work(learner, cells, moves, together):
    """Let a learner run all cells, wait for the others, and move; return the milliseconds of each move."""
    await learner.start()
    for cell in cells:
        await learner.run(cell.source)
    await together.wait()
    slider, figure, places = learner.explorer()
    took, begin = [], time.perf_counter()
    for number in range(moves):
        await asyncio.sleep(max(0, begin + number - time.perf_counter()))
        took.append(await learner.move(slider, places[number % len(places)], figure))
    return took


async def at_work(servers, path, moves):
    """Return the milliseconds of all moves of all learners."""
    cells, together = code_cells(read(path)), asyncio.Barrier(len(servers))
    took = await asyncio.gather(*(work(Learner(server), cells, moves, together) for server in servers))
    return [each for some in took for each in some]


def memory(server):
    """Return how many MB a server and its kernel have in memory."""
    process = psutil.Process(server.pid)
    return sum(each.memory_info().rss for each in [process, *process.children(recursive=True)]) / 1e6


def measure(path, learners, moves):
    """Return the MB of each learner and the milliseconds of each move in one lesson."""
    with contextlib.ExitStack() as stack:
        servers = []
        for number in range(learners):
            option = f"--ServerApp.base_url=/user/learner-{number}/"
            servers.append(stack.enter_context(lab.jupyterlab(path.parent, option, **HUB)))
        took = asyncio.run(at_work(servers, path, moves))
        return [memory(server) for server in servers], took


def main():
    """Print one line per lesson, and whether memory and time stay below what they should."""
    parser = argparse.ArgumentParser(description=__doc__.split(":")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, default=LESSONS, help="default: lessons 04 and 17")
    parser.add_argument("--learners", type=int, default=20, help="how many at once (default: 20)")
    parser.add_argument("--moves", type=int, default=20, help="how often each moves the slider (default: 20)")
    options = parser.parse_args()
    print(f"{options.learners} learners, {os.cpu_count()} processors, load before: {os.getloadavg()[0]:.1f}")
    for path in options.notebooks:
        used, took = measure(path, options.learners, options.moves)
        within = statistics.quantiles(took, n=20)[-1]
        print(f"{title(read(path)):34} memory {statistics.mean(used):4.0f} MB, most {max(used):4.0f} MB", end="  ")
        print(f"move to picture {statistics.median(took):5.0f} ms, 95 % within {within:5.0f} ms", flush=True)
        reached = "reached" if max(used) < LIMIT and within < TARGET else "NOT reached"
        print(f"{reached}: below {LIMIT} MB for each learner, 95 % of the pictures within {TARGET} ms")


if __name__ == "__main__":
    main()
