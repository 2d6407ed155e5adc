"""The kernel of the open notebook: what it says, and how to keep it busy."""

import ast
import contextlib
import time


def value(page, expression):
    """Return what an expression is in the notebook; no cell is run for it."""
    return ast.literal_eval(page.evaluate(VALUE, expression))


def wait_for(page, expression, seconds=60):
    """Wait until an expression is true in the notebook."""
    end = time.monotonic() + seconds
    while not value(page, f"bool({expression})"):
        assert time.monotonic() < end, f"never true: {expression[:200]}"
        page.wait_for_timeout(100)


def start(page, code):
    """Start code in the kernel, as a cell would; return a function that waits for its end."""
    page.evaluate(START, code)
    return lambda: page.evaluate("() => window.started")


@contextlib.contextmanager
def blocked(page, folder):
    """Keep the kernel busy within this block: it answers nothing."""
    closed, reached = folder / "closed", folder / "reached"
    closed.touch()
    wait = start(page, BLOCK)
    try:
        end = time.monotonic() + 60
        while not reached.exists():
            assert time.monotonic() < end, "the kernel did not begin"
            page.wait_for_timeout(20)
        yield
    finally:
        closed.unlink()
    wait()
    reached.unlink()


VALUE = """async (expression) => {
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const reply = await kernel.requestExecute({ code: "", silent: true, user_expressions: { it: expression } }).done;
  const { it } = reply.content.user_expressions;
  if (it.status !== "ok") throw new Error(`${expression}: ${it.evalue}`);
  return it.data["text/plain"];
}"""
START = """(code) => {
  window.started = jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code }).done;
}"""
BLOCK = """
import pathlib, time
pathlib.Path("reached").touch()
begun = time.monotonic()
while pathlib.Path("closed").exists() and time.monotonic() - begun < 120:
    time.sleep(0.02)
"""
