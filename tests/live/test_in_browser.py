"""A cell with an error made on purpose does not end the run of all cells where the kernel knows no tags."""

from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from gdlesson.live.in_browser import MARK, install

BUILD = Path(__file__).parents[2] / "lite" / "build.py"


class Shell(InteractiveShell):
    """Reports an error as a failed cell, as JupyterLite's does."""

    failed = None

    def _showtraceback(self, kind, error, lines):
        self.failed = kind


def test_the_site_has_the_same_mark():
    assert f"MARK = {MARK!r}".replace("'", '"') in BUILD.read_text("utf-8")


def test_a_marked_error_is_shown_and_is_no_failure(capsys):
    shell = Shell()
    install(shell)
    shell.run_cell(f"1 / 0\n\n{MARK}\n")
    assert shell.failed is None and "division by zero" in capsys.readouterr().err
    shell.run_cell("int('one')")
    assert shell.failed is ValueError and capsys.readouterr().err == ""
