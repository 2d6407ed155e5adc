"""The package as a whole: quick to import, one direction of dependence, documented, links that hold."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import gdlesson

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "gdlesson").rglob("*.py"))


def test_importing_loads_no_widgets_and_no_pictures():
    heavy = "{'ipywidgets', 'anywidget', 'matplotlib', 'IPython', 'nbformat', 'pytest', 'scipy'}"
    heavy += " | {'keras', 'jax', 'tensorboard'}"
    code = f"import sys, gdlesson; print(sorted(({heavy}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pyplot_is_never_loaded_so_that_nobodys_figures_are_touched():
    code = (
        "import sys, gdlesson as g; g.explore(g.quadratic([0, 0, 1])); print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", gdlesson.__all__)
def test_every_public_name_is_there_with_a_docstring(name):
    assert len(inspect.getdoc(getattr(gdlesson, name))) > 40


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'explain'"):
        gdlesson.explain  # noqa: B018


def test_rooms_know_only_what_their_contracts_allow():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), show_timings=False) == 0


def test_no_file_is_long_and_the_root_has_few():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert [str(path) for path, length in lengths.items() if length > 300] == []
    assert len(list((ROOT / "gdlesson").glob("*.py"))) <= 18


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_fit_on_a_screen(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            doc = node.body[0] if ast.get_docstring(node) else None
            lines = node.end_lineno - node.lineno - (doc.end_lineno - doc.lineno if doc else 0)
            assert lines <= 30, f"{path.stem}.{node.name} has {lines} lines"


def test_ruff_is_clean():
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *command, str(ROOT)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
