"""JupyterLab in an installed browser, used as a learner uses it: for these tests and for benchmarks/slider.py."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import psutil

from gdlesson.classroom.guard import CHANGED

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge"]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    *(
        str(Path(os.environ[folder], rest))
        for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        if folder in os.environ
        for rest in ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
    ),
]
SWITCHES = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
JUPYTER = Path(__file__).parents[2] / "gdlesson" / "classroom" / "jupyter"
IDLE = 900  # seconds after which a server whose test was killed ends by itself


def find_browser():
    """Return the path of an installed Chromium, Chrome or Edge; None where there is none.

    The environment variable GDLESSON_BROWSER names another one.
    """
    if "GDLESSON_BROWSER" in os.environ:
        return shutil.which(os.environ["GDLESSON_BROWSER"])
    return next(filter(None, map(shutil.which, [*NAMES, *PLACES])), None)


def launch(playwright):
    """Return a headless browser; in a container's root account it runs without its sandbox, as it must."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    args = [*SWITCHES, "--no-sandbox"] if root else SWITCHES
    return playwright.chromium.launch(executable_path=find_browser(), args=args)


class Server:
    """A running JupyterLab: its folder of notebooks, its port, its base, its token, its process."""

    def __init__(self, folder, about):
        self.folder, self.port, self.token, self.pid = folder, about["port"], about["token"], about["pid"]
        self.base = about["base_url"]

    def address(self, path, port=None):
        """Return the address of a page of JupyterLab, or the one that a port before it leads to."""
        return f"http://127.0.0.1:{port or self.port}{self.base}{path}?reset&token={self.token}"

    def write(self, name, *cells):
        """Put a notebook with these code cells into the folder, and return its name."""
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(book, self.folder / name)
        return name

    def shut_down(self):
        """Ask the server to end itself and its kernels."""
        address = f"http://127.0.0.1:{self.port}{self.base}api/shutdown"
        request = urllib.request.Request(address, method="POST", headers={"Authorization": f"token {self.token}"})
        urllib.request.urlopen(request, timeout=10).close()


@contextlib.contextmanager
def jupyterlab(notebooks=None, *options, **variables):
    """Start JupyterLab in a copy of a folder, away from the user's settings; yield it, and end it after use.

    `options` are further ones of its command line, `variables` further ones of its environment.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        folder = Path(home, "lessons")
        shutil.copytree(notebooks, folder) if notebooks else folder.mkdir()
        with Path(home, "log").open("w+") as log:
            command = [sys.executable, "-m", "jupyterlab", *settings(folder), *options]
            new_user = environment(home) | variables
            process = subprocess.Popen(command, env=new_user, stdout=log, stderr=subprocess.STDOUT)
            try:
                server = Server(folder, wait_for_server(home, process, log))
                yield server
                if process.poll() is None:  # it has ended by itself where the tests went on without it
                    server.shut_down()
                process.wait(30)
            finally:
                end(process)


def settings(folder):
    """Return JupyterLab's options: a free port on loopback, no browser window, its insides to be seen."""
    return [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        "--port=0",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.shutdown_no_activity_timeout={IDLE}",
        f"--MappingKernelManager.cull_idle_timeout={IDLE}",
        "--LabApp.expose_app_in_browser=True",
    ]


def environment(home):
    """Return the environment of a new user in a new home, with the settings that start.py gives JupyterLab."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "GDLESSON", "MPL"))
    }
    names = ["HOME", "USERPROFILE", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"]
    ours = {"XDG_CACHE_HOME": str(cache()), "JUPYTER_CONFIG_PATH": str(JUPYTER)}
    return clean | {name: str(Path(home, name.lower())) for name in names} | ours


def cache():
    """Return the user's own cache, where Matplotlib keeps its list of fonts."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))


def wait_for_server(home, process, log, seconds=120):
    """Return what the server says of itself once it answers."""
    end_time = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end_time:
        for file in Path(home, "jupyter_runtime_dir").glob("jpserver-*.json"):
            with contextlib.suppress(OSError, ValueError):
                about = json.loads(file.read_text())
                urllib.request.urlopen(
                    f"http://127.0.0.1:{about['port']}{about['base_url']}api", timeout=5
                ).close()
                return about
        time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read()[-2000:]}")


def end(process):
    """End a server that is still there, and every kernel of its."""
    with contextlib.suppress(psutil.NoSuchProcess):
        server = psutil.Process(process.pid)
        for child in [*server.children(recursive=True), server]:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
    process.wait(10)


# What a learner does


def open_notebook(page, server, name, port=None):
    """Open a notebook in JupyterLab."""
    page.goto(server.address(f"lab/tree/{name}", port))
    page.locator(".jp-NotebookPanel:visible .jp-CodeCell").first.wait_for(timeout=60_000)


def run_all(page, seconds=120):
    """Run all cells with the menu; wait until the last one has ended, or one has failed."""
    start_all(page)
    wait_for_all(page, seconds)


def start_all(page):
    """Run all cells with the menu."""
    page.wait_for_function(f"() => ({KERNEL})?.status === 'idle'", polling=100)
    page.evaluate(f"({NOTEBOOK}).cells.forEach((cell) => {{ cell.execution_count = null; }})")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def end_kernel(page):
    """End the kernel of the open notebook: it would keep its memory as long as the server runs."""
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")


def wait_for_all(page, seconds=120):
    """Wait until the last cell has ended, or one has failed."""
    page.wait_for_function(FINISHED, timeout=1000 * seconds, polling=100)


def wait_until_quiet(page):
    """Wait until the kernel has been idle for a second: what the page held back has been sent and answered."""
    page.evaluate("window.busyAt = performance.now()")
    page.wait_for_function(QUIET, polling=50)


def notebook(page):
    """Return the open notebook as JupyterLab would save it."""
    return nbformat.v4.reads(page.evaluate(f"JSON.stringify(({NOTEBOOK}).toJSON())"))


def code_cells(page):
    """Return the code cells of the open notebook, with their outputs."""
    return [cell for cell in notebook(page).cells if cell.cell_type == "code" and cell.source]


def failures(page):
    """Return the code cells that did not run, and those that raised an exception that the lesson does not want."""
    return [cell.source for cell in code_cells(page) if not cell.execution_count or failed(cell)]


def failed(cell):
    """Tell whether a cell raised an exception, and was not meant to."""
    errors = any(output.output_type == "error" or CHANGED in output.get("text", "") for output in cell.outputs)
    return errors and "raises-exception" not in cell.metadata.get("tags", [])


NOTEBOOK = "jupyterapp.shell.currentWidget.content.model.sharedModel"
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session?.kernel"
KNOWN = [
    "WARNING: Multiple instances of Three.js being imported.",
    "Failed to load resource: net::ERR_UNKNOWN_URL_SCHEME",  # that of an attachment
]
QUIET = f"""() => {{
  if (({KERNEL}).status !== "idle") window.busyAt = performance.now();
  return performance.now() - window.busyAt > 1000;
}}"""
FINISHED = f"""() => {{
  const cells = {NOTEBOOK}.toJSON().cells.filter((cell) => cell.cell_type === "code" && cell.source.length);
  const failed = cells.some((cell) => cell.execution_count && !cell.metadata.tags?.includes("raises-exception")
    && cell.outputs.some((output) => output.output_type === "error"));
  return {KERNEL}?.status === "idle" && (failed || cells.every((cell) => cell.execution_count));
}}"""


# What must not happen on a page


def watch(page):
    """Return a list to which everything is added that must not happen on a page.

    JupyterLab itself warns of a slow computer: which of its parts took longer than a few seconds to activate. Of a
    picture attached to a cell, such as the badge, it first asks for the name, which is no address, so nothing is
    sent. TensorBoard's page, in its frame, warns each time of what it consists of.
    """
    wrong = []
    page.on("console", lambda message: complains(message) and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: leaves(request.url) and wrong.append(f"request to {request.url}"))
    page.on("websocket", lambda socket: leaves(socket.url) and wrong.append(f"connection to {socket.url}"))
    return wrong


def complains(message):
    """Tell whether a message on the console must not be there."""
    slow = re.fullmatch(r"Plugin @jupyterlab/\S+ .*(too long to activate|ms to activate)\.", message.text)
    return message.type in ("error", "warning") and message.text not in KNOWN and not slow


def leaves(address):
    """Tell whether a request leaves this computer, or asks for JupyterLab's news (its server would leave it)."""
    parts = urlsplit(address)
    elsewhere = parts.scheme not in ("data", "blob", "attachment") and parts.hostname != "127.0.0.1"
    return elsewhere or parts.path.startswith("/lab/api/news")
