"""start.py: what it says when something fails, copies to work in, what it installs when, one real start."""

import ast
import contextlib
import errno
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI") == "true"
NO_NETWORK = "The package index cannot be reached"
SETTING_UP = "Setting up in .venv"
ADDING = "Adding what the tests need to .venv"
COMMANDS = "the commands are lab, new-copy, check, pages, site, and test"


@pytest.fixture
def folder(tmp_path):
    """A copy of what start.py itself needs, without an environment."""
    return copy_to(tmp_path / "lessons")


def copy_to(folder):
    folder.mkdir()
    for name in ("start.py", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


def start(folder, *arguments, python=(sys.executable,), cwd=None, **variables):
    """Run start.py as a learner does, with an empty standard input."""
    command = [*python, folder / "start.py", *arguments]
    settings = {
        "stdin": subprocess.DEVNULL,
        "capture_output": True,
        "encoding": "utf-8",
        "timeout": 900,
        "cwd": cwd,
    }
    return subprocess.run(command, env=os.environ | variables, **settings)


def assert_one_sentence(done, *words):
    """It failed, the last line says what happened and what to do, and there is no traceback."""
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    for word in words:
        assert word in done.stderr.splitlines()[-1]


def load(folder):
    """start.py of that folder, as a module."""
    spec = importlib.util.spec_from_file_location("start", folder / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# -- before anything is set up


def test_an_old_python_gets_as_far_as_the_sentence():
    """No Python 2 is at hand here, so this looks for the syntax that would stop one."""
    source = (ROOT / "start.py").read_text("ascii")
    too_new = (
        ast.JoinedStr,
        ast.AnnAssign,
        ast.NamedExpr,
        ast.Nonlocal,
        ast.AsyncFunctionDef,
        ast.Await,
        ast.Match,
    )
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", None)
        assert not isinstance(node, too_new), line
        assert not (isinstance(node, ast.Raise) and node.cause), line
        assert not (isinstance(node, ast.Dict) and None in node.keys), line
        assert not (isinstance(node, ast.List | ast.Tuple) and has_star(node.elts)), line
        assert not (isinstance(node, ast.FunctionDef) and (node.returns or node.args.kwonlyargs)), line
        assert not (isinstance(node, ast.arg) and node.annotation), line
        assert not (isinstance(node, ast.Call) and has_star(node.args[:-1])), line
        assert not (is_print(node) and node.keywords), line


def has_star(nodes):
    return any(isinstance(node, ast.Starred) for node in nodes)


def is_print(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


def test_an_old_python_is_told_which_to_install(folder):
    pretend = (
        "import runpy, sys; sys.version_info = (3, 10, 13, 'final', 0); sys.argv = sys.argv[1:]; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    done = start(folder, python=(sys.executable, "-c", pretend))
    assert_one_sentence(
        done, "need Python 3.11 or newer, but this is Python 3.10", "https://www.python.org/downloads/"
    )


@pytest.mark.parametrize(
    ("argument", "advice"),
    [
        ("tset", "did you mean: python3 start.py test"),
        ("chek", "did you mean: python3 start.py check"),
        ("newcopy", "did you mean: python3 start.py new-copy"),
        ("xyz", COMMANDS),
        ("--port", COMMANDS),
    ],
)
def test_an_unknown_command(folder, argument, advice):
    assert_one_sentence(start(folder, argument), f'"{argument}" is not a start.py command', advice)
    assert not (folder / ".venv").exists()


def test_help_needs_no_set_up(folder):
    done = start(folder, "--help")
    assert done.returncode == 0
    assert "python3 start.py check" in done.stdout
    assert "python3 start.py new-copy FOLDER" in done.stdout
    assert not (folder / ".venv").exists()


def test_a_port_in_use(folder):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        for options in (["--port", port], [f"--port={port}"], [f"--ServerApp.port={port}"]):
            assert_one_sentence(start(folder, "lab", *options), f"Port {port} is in use", "or choose another")
    assert not (folder / ".venv").exists()


def test_a_port_that_is_no_number(folder):
    assert_one_sentence(start(folder, "lab", "--port", "many"), "argument --port", "invalid int value: 'many'")


def test_a_python_without_its_venv_module(folder, tmp_path):
    """As on Debian, where it is a package of its own."""
    hide = "import importlib.util as u; f = u.find_spec; u.find_spec = lambda n: n != 'ensurepip' and f(n)"
    (tmp_path / "sitecustomize.py").write_text(hide)
    done = start(folder, PYTHONPATH=str(tmp_path))
    package = "python{}.{}-venv".format(*sys.version_info)
    assert_one_sentence(done, f"sudo apt install {package}", "run the same command again")


@pytest.mark.parametrize("name", ["uv.lock", "pyproject.toml"])
def test_a_file_is_missing(folder, name):
    (folder / name).unlink()
    assert_one_sentence(start(folder, "test"), f"{name} is missing", "download the whole folder")


@pytest.mark.slow
def test_no_network(folder):
    """Nobody listens at port 9, so that pip finds what it finds without a network."""
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9", "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": ""}
    done = start(folder, "test", PIP_CONFIG_FILE=os.devnull, UV_OFFLINE="1", **nowhere)
    assert_one_sentence(done, NO_NETWORK, "check your network connection", "run the same command again")
    assert "Connection refused" in (folder / ".venv" / "setup.log").read_text("utf-8")


# -- a copy to work in


@pytest.fixture
def lessons(folder):
    """What start.py copies from, with everything in it that is not to be copied."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    others = ("solutions.ipynb", ".ipynb_checkpoints/00-start-here.ipynb", "notes.txt")
    for name in others:
        path = folder / "notebooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("not a lesson", "utf-8")
    return folder


def everything(folder):
    """Every path below a folder, with the contents of the files."""
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def assert_copy(folder):
    """It holds the lessons, byte for byte, and nothing else; nothing unfinished lies beside it."""
    expected = {path.name: path.read_bytes() for path in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == expected
    assert expected
    assert not list(folder.parent.glob(".new-copy-*"))


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("my-lessons", "lab my-lessons"),
        ("my-lessons/", "lab my-lessons"),
        ("my lessons", "lab 'my lessons'"),
        (
            "it's \u00fcn\u00ef c\u00f6d\u00e9 \u65e5\u672c $HOME",
            "lab 'it'\"'\"'s \u00fcn\u00ef c\u00f6d\u00e9 \u65e5\u672c $HOME'",
        ),
        ("2026/class b/ann", "lab '2026/class b/ann'"),
        ("../ann", "lab {}/ann"),
    ],
)
def test_a_new_copy(lessons, typed, command):
    done = start(lessons, "new-copy", typed, cwd=lessons)
    assert done.returncode == 0, done.stderr
    copied, opened = done.stderr.splitlines()
    assert copied.startswith(f"The lessons are now in {(lessons / typed).resolve()}; ")
    assert opened == f"To open them: python3 {lessons / 'start.py'} " + command.format(lessons.parent)
    assert_copy(lessons / typed)
    assert not (lessons / ".venv").exists()


def test_a_new_copy_from_elsewhere_and_at_home(lessons, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    assert start(lessons, "new-copy", "here", cwd=tmp_path / "elsewhere").returncode == 0
    assert_copy(tmp_path / "elsewhere" / "here")
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    assert start(lessons, "new-copy", "~/my-lessons", cwd=lessons, **home).returncode == 0
    assert_copy(tmp_path / "my-lessons")


def test_a_copy_of_read_only_lessons_can_be_written_to(lessons):
    for path in (lessons / "notebooks").glob("*.ipynb"):
        path.chmod(0o444)
    assert start(lessons, "new-copy", "my-lessons", cwd=lessons).returncode == 0
    assert all(path.stat().st_mode & 0o200 for path in (lessons / "my-lessons").iterdir())


def test_what_somebody_wrote_is_never_overwritten(lessons):
    """Neither by the same command again, nor by fresh lessons; the next copy has those."""
    start(lessons, "new-copy", "my-lessons", cwd=lessons)
    work = lessons / "my-lessons" / "00-start-here.ipynb"
    work.write_text("my work", "utf-8")
    (lessons / "notebooks" / "05-fresh.ipynb").write_text("a fresh lesson", "utf-8")
    done = start(lessons, "new-copy", "my-lessons", cwd=lessons)
    assert_one_sentence(done, "my-lessons already exists, so nothing was copied", "new-copy my-lessons-2")
    assert work.read_text("utf-8") == "my work"
    assert not (lessons / "my-lessons" / "05-fresh.ipynb").exists()
    assert start(lessons, "new-copy", "my-lessons-2", cwd=lessons).returncode == 0
    assert (lessons / "my-lessons-2" / "05-fresh.ipynb").exists()
    for taken in ("my-lessons", "my-lessons-2"):
        assert_one_sentence(start(lessons, "new-copy", taken, cwd=lessons), "new-copy my-lessons-3")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["Name one new folder", "new-copy 'my lessons'"]),
        ([""], ["Name one new folder"]),
        (["my", "lessons"], ["Name one new folder", "in quotes if it contains a space"]),
        (["--force"], ["Name one new folder"]),
        (["./-x"], ["Name one new folder"]),
        (["."], ["already exists", "lessons-2"]),
        (["/"], ["already exists"]),
        (["empty"], ["empty already exists", "new-copy empty-2"]),
        (["dangling"], ["tested or deleted"]),
        (["notebooks"], ["notebooks already exists", "new-copy notebooks-2"]),
        (["notebooks/00-start-here.ipynb"], ["tested or deleted along with the lessons' own files"]),
        (["notebooks/mine"], ["tested or deleted along with the lessons' own files", "new-copy ~/my-lessons"]),
        (["notebooks/deep/mine"], ["tested or deleted"]),
        (["empty/../notebooks/mine"], ["tested or deleted"]),
        ([".venv"], ["tested or deleted"]),
        ([".venv/mine"], ["tested or deleted"]),
        (["start.py"], ["start.py already exists", "new-copy start.py-2"]),
        (["../file/mine"], ["Nothing was copied to ../file/mine (Not a directory): choose another place."]),
        (["x" * 300], ["Nothing was copied", "(File name too long): choose another place."]),
        (["deep/" + "x" * 300], ["(File name too long)"]),
        (["~nobody-has-this-name/x"], ["Nothing was copied", "choose another place."]),
        (["loop/x"], ["Nothing was copied", "choose another place."]),
        (["/proc/mine"], ["Nothing was copied to /proc/mine", "choose another place."]),
    ],
)
def test_no_copy_where_there_cannot_be_one(lessons, arguments, words):
    """One sentence, and everything is as it was."""
    (lessons / "empty").mkdir()
    (lessons / "loop").symlink_to("loop")
    (lessons / "dangling").symlink_to(".venv")
    (lessons.parent / "file").touch()
    before = everything(lessons.parent)
    done = start(lessons, "new-copy", *arguments, cwd=lessons)
    assert_one_sentence(done, *words)
    assert len(done.stderr.splitlines()) == 1
    assert everything(lessons.parent) == before


def test_no_copy_without_lessons(folder):
    assert_one_sentence(
        start(folder, "new-copy", "x", cwd=folder), "There are no lessons in", "download the whole folder"
    )
    assert not (folder / "x").exists()


def test_no_copy_without_permission(lessons):
    closed = lessons.parent / "closed"
    closed.mkdir(mode=0o555)
    if os.access(closed, os.W_OK):
        pytest.skip("this user may write everywhere")
    done = start(lessons, "new-copy", "closed/mine", cwd=lessons.parent)
    assert_one_sentence(done, "Nothing was copied to closed/mine (Permission denied): choose another place.")
    assert not list(closed.iterdir())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("failing", ["mkdir", "copyfile", "rename"])
def test_a_copy_that_fails_leaves_nothing(lessons, monkeypatch, number, failing):
    module = load(lessons)
    monkeypatch.chdir(lessons.parent)
    before = everything(lessons.parent)

    def fail(*arguments, **settings):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(module.shutil if failing == "copyfile" else module.Path, failing, fail)
    with pytest.raises(
        SystemExit, match=re.escape(f"copied to a/b ({os.strerror(number)}): choose another place")
    ):
        module.new_copy(["a/b"])
    assert everything(lessons.parent) == before


def test_an_interrupted_copy_leaves_nothing(lessons, monkeypatch):
    module = load(lessons)
    monkeypatch.chdir(lessons.parent)
    before = everything(lessons.parent)
    copyfile = shutil.copyfile

    def interrupt(source, target):
        copyfile(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(module.shutil, "copyfile", interrupt)
    with pytest.raises(KeyboardInterrupt):
        module.new_copy(["a/b"])
    assert everything(lessons.parent) == before


def test_a_folder_that_appears_meanwhile_is_not_overwritten(lessons, monkeypatch):
    module = load(lessons)
    monkeypatch.chdir(lessons.parent)

    def look(folder, top):
        (folder / "work").mkdir(parents=True)

    monkeypatch.setattr(module, "refuse", look)
    with pytest.raises(SystemExit, match="Nothing was copied to mine"):
        module.new_copy(["mine"])
    assert [path.name for path in (lessons.parent / "mine").iterdir()] == ["work"]


def test_windows_gets_its_own_command_line(lessons, monkeypatch):
    module = load(lessons)
    monkeypatch.setattr(module, "WINDOWS", True)
    monkeypatch.setattr(sys, "argv", ["start.py"])
    assert module.typed("lab", r"C:\Users\Ann\my-lessons") == r"py start.py lab C:\Users\Ann\my-lessons"
    assert module.typed("lab", r"a & b\\u00dc") == r'py start.py lab "a & b\\u00dc"'


@pytest.mark.parametrize(
    ("options", "root", "page", "rest"),
    [
        ([], "lessons", "/lab/tree/notebooks/00-start-here.ipynb", []),
        (["--no-browser"], "lessons", "/lab/tree/notebooks/00-start-here.ipynb", ["--no-browser"]),
        (["my copy"], "my copy", "/lab/tree/00-start-here.ipynb", []),
        (["my copy/"], "my copy", "/lab/tree/00-start-here.ipynb", []),
        (["lessons/../my copy"], "my copy", "/lab/tree/00-start-here.ipynb", []),
        (["~/my copy"], "my copy", "/lab/tree/00-start-here.ipynb", []),
        (["empty"], "empty", "/lab", []),
        (["my copy", "--no-browser"], "my copy", "/lab/tree/00-start-here.ipynb", ["--no-browser"]),
        (["--no-browser", "my copy"], "my copy", "/lab/tree/00-start-here.ipynb", ["--no-browser"]),
        (["--ip=::1", "empty"], "empty", "/lab", ["--ip=::1"]),
        (["--ip", "::1", "empty", "--debug"], "empty", "/lab", ["--ip", "::1", "--debug"]),
        (["--app-dir", "empty"], "lessons", "/lab/tree/notebooks/00-start-here.ipynb", ["--app-dir", "empty"]),
        (["start.py"], "lessons", "/lab/tree/notebooks/00-start-here.ipynb", ["start.py"]),
    ],
)
def test_lab_opens_a_folder(lessons, monkeypatch, options, root, page, rest):
    """The folder is the one the learner sees, who is elsewhere; any file is JupyterLab's affair, as before."""
    module = load(lessons)
    monkeypatch.chdir(lessons.parent)
    monkeypatch.setenv("HOME", str(lessons.parent))
    monkeypatch.setenv("USERPROFILE", str(lessons.parent))
    (lessons.parent / "empty").mkdir()
    module.new_copy(["my copy"])
    arguments = module.lab(options)
    assert f"--ServerApp.root_dir={lessons.parent / root}" in arguments
    assert f"--LabApp.default_url={page}" in arguments
    assert arguments[len(arguments) - len(rest) :] == rest
    assert "my copy" not in arguments


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["my-lesons"], ["There is no folder my-lesons; to make one: python3", "new-copy my-lesons"]),
        (["my lesons", "--no-browser"], ["There is no folder my lesons;", "new-copy 'my lesons'"]),
        (["--port", "8890", "lesons"], ["There is no folder lesons;"]),
        (["file"], ["The folder file cannot be opened (Not a directory)."]),
        (["x" * 300], ["cannot be opened (File name too long)."]),
        (["~nobody-has-this-name/x"], ["cannot be opened"]),
    ],
)
def test_lab_and_a_folder_that_is_none(lessons, options, words):
    (lessons.parent / "file").touch()
    done = start(lessons, "lab", *options, cwd=lessons.parent)
    assert_one_sentence(done, *words)
    assert len(done.stderr.splitlines()) == 1
    assert not (lessons / ".venv").exists()


@pytest.mark.slow
def test_copies_inside_the_repository_are_neither_tested_nor_checked(lessons):
    """They take what lies in tests/ and notebooks/, and no other folder."""
    shutil.copytree(ROOT / "gdlesson", lessons / "gdlesson", ignore=shutil.ignore_patterns("__pycache__"))
    (lessons / "tests").mkdir()
    start(lessons, "new-copy", "my-lessons", cwd=lessons)
    (lessons / "my-lessons" / "test_mine.py").write_text("assert False")
    shutil.rmtree(lessons / "notebooks" / ".ipynb_checkpoints")
    (lessons / "notebooks" / "solutions.ipynb").unlink()
    list_tests = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    collected = subprocess.run(list_tests, cwd=lessons, env=os.environ, capture_output=True, encoding="utf-8")
    assert "notebooks/00-start-here.ipynb::" in collected.stdout
    assert "my-lessons" not in collected.stdout + collected.stderr
    find = "from gdlesson.classroom.lessons import find_notebooks; print(*find_notebooks())"
    found = subprocess.run([sys.executable, "-c", find], cwd=lessons, capture_output=True, encoding="utf-8").stdout
    assert "00-start-here.ipynb" in found
    assert "my-lessons" not in found


def run_by(module, monkeypatch, *arguments):
    """What start.py installs for these arguments, and the command that it then becomes."""
    ran = []
    monkeypatch.setattr(module, "set_up", ran.append)
    monkeypatch.setattr(module, "run", ran.append)
    module.main(list(arguments))
    wanted, command = ran
    assert command[0] == str(module.PYTHON)
    return wanted, command[1:]


def test_all_tests_run_side_by_side_and_chosen_ones_do_not(folder, monkeypatch):
    module = load(folder)
    assert run_by(module, monkeypatch, "test")[1] == ["-m", "pytest", *module.SIDE_BY_SIDE]
    chosen = run_by(module, monkeypatch, "test", "tests/test_descent.py")
    assert chosen[1] == ["-m", "pytest", "tests/test_descent.py"]


def test_quick_tests_leave_out_the_browser_the_notebooks_and_what_is_marked_slow(folder, monkeypatch):
    module = load(folder)
    quick = ["-m", "pytest", "tests", "--ignore=tests/browser", "-m", "not slow", *module.SIDE_BY_SIDE]
    assert run_by(module, monkeypatch, "test", "--quick") == ("everything", quick)
    assert run_by(module, monkeypatch, "test", "--quick", "-x") == ("everything", [*quick, "-x"])
    marker, _ = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"][
        "markers"
    ]
    assert marker.startswith("slow:")


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], "lessons"),
        (["lab", "--no-browser"], "lessons"),
        (["check"], "lessons"),
        (["pages", "folder"], "lessons"),
        (["site"], "lessons"),
        (["test"], "everything"),
        (["test", "--version"], "everything"),
    ],
)
def test_only_the_tests_bring_the_development_tools(folder, monkeypatch, arguments, wanted):
    assert run_by(load(folder), monkeypatch, *arguments)[0] == wanted


@pytest.mark.parametrize("command", ["pages", "site"])
def test_what_is_written_goes_where_the_user_is(folder, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    assert run_by(load(folder), monkeypatch, command, "out")[1][-1] == str(tmp_path / "out")


def test_git_leaves_a_copy_alone(lessons):
    """The name that the README proposes is ignored, so that neither add, stash nor clean takes hold of it."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    shutil.copy(ROOT / ".gitignore", lessons)
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "lessons"]):
        subprocess.run(["git", *command], cwd=lessons, check=True)
    start(lessons, "new-copy", "my-lessons", cwd=lessons)
    start(lessons, "new-copy", "my-lessons-2", cwd=lessons)
    status = subprocess.run(["git", "status", "--porcelain"], cwd=lessons, capture_output=True, check=True)
    assert status.stdout == b""
    for command in (["add", "-A"], [*identity, "stash", "-u", "-q"], ["clean", "-fdq"], ["reset", "--hard", "-q"]):
        subprocess.run(["git", *command], cwd=lessons, check=True)
    assert_copy(lessons / "my-lessons")
    assert_copy(lessons / "my-lessons-2")


def test_the_link_for_a_hub_opens_the_first_lesson():
    """nbgitpuller puts a repository into a folder of its name; pyproject.toml has its address."""
    repository = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Repository"]
    page = (ROOT / "docs" / "handing-out.md").read_text("utf-8")
    (link,) = re.findall(r"https://\S+/git-pull\?[^\s)`]+", page)
    address = urllib.parse.urlsplit(link)
    assert (address.netloc, address.path) == ("HUB", "/hub/user-redirect/git-pull")
    asked = urllib.parse.parse_qs(address.query, strict_parsing=True)
    lesson = "notebooks/00-start-here.ipynb"
    name = repository.rsplit("/", 1)[1]
    assert asked == {"repo": [repository], "urlpath": [f"lab/tree/{name}/{lesson}"], "branch": ["main"]}
    assert address.query == urllib.parse.urlencode(asked, doseq=True)
    assert (ROOT / lesson).is_file()
    assert f"pip install git+{repository}" in page


# -- other alphabets and encodings

ENCODINGS = {
    "C": {"LC_ALL": "C"},
    "C, not in UTF-8 mode": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Western Europe": {"PYTHONIOENCODING": "cp1252"},
    "DOS": {"PYTHONIOENCODING": "cp437:strict"},
    "ASCII": {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"},
}


@pytest.fixture
def foreign(tmp_path, monkeypatch):
    """What start.py itself needs, in a folder that none of the encodings above can write."""
    monkeypatch.delenv("LANG", raising=False)
    return copy_to(tmp_path / "\u00dcbung \u6570")


@pytest.mark.parametrize("variables", ENCODINGS.values(), ids=ENCODINGS)
def test_it_starts_and_speaks_in_any_encoding(foreign, variables):
    shutil.copytree(ROOT / "notebooks", foreign / "notebooks")
    settings = {"env": os.environ | variables, "cwd": foreign, "capture_output": True, "timeout": 60}
    for arguments, status in ((["new-copy", "\u00fc\u6570"], 0), (["--help"], 0), (["lab", "\u6570"], 1)):
        done = subprocess.run([sys.executable, foreign / "start.py", *arguments], **settings)
        assert done.returncode == status and b"Traceback" not in done.stderr, done.stderr
    assert_copy(foreign / "\u00fc\u6570")


@pytest.mark.slow
@pytest.mark.parametrize("variables", ENCODINGS.values(), ids=ENCODINGS)
def test_a_set_up_that_fails_is_explained_in_any_encoding(foreign, variables):
    variables = variables | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    settings = {"env": os.environ | variables, "stdin": subprocess.DEVNULL, "capture_output": True}
    done = subprocess.run([sys.executable, foreign / "start.py", "check"], timeout=600, **settings)
    assert done.returncode == 1 and b"Traceback" not in done.stderr
    assert b"does not have what uv.lock lists" in done.stderr and b"PIP_NO_INDEX" in done.stderr
    assert "No matching distribution" in (foreign / ".venv" / "setup.log").read_text("utf-8")


def test_a_log_keeps_names_that_are_not_text(folder):
    """As a folder's name is, where the system's encoding is another one."""
    module = load(folder)
    module.VENV.mkdir()
    with pytest.raises(SystemExit, match="Cannot write to"):
        module.give_up("Permission denied: \udcc3\udc9cbung")
    assert module.LOG.read_text("utf-8") == "Permission denied: \\udcc3\\udc9cbung"


@pytest.mark.parametrize("variables", ENCODINGS.values(), ids=ENCODINGS)
def test_the_environment_finds_the_lessons_in_any_encoding(foreign, variables, monkeypatch):
    module = load(foreign)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", module.VENV], check=True)
    find = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run(
        [module.PYTHON, "-c", find], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    link, cached = Path(packages.strip()) / "_editable_impl_gdlesson.pth", module.VENV / "cached.pth"
    cached.write_text(str(foreign), "utf-8")
    monkeypatch.setattr(module, "step", lambda *command: link.hardlink_to(cached))  # as uv does
    module.sync("lessons")
    assert cached.read_text("utf-8") == str(foreign)  # other environments take it from there
    look = [module.PYTHON, "-c", "import sys; print(ascii(sys.path[-1]))"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(look, env=environment | variables, capture_output=True, encoding="ascii")
    assert done.returncode == 0, done.stderr
    assert os.fsencode(ast.literal_eval(done.stdout)) == os.fsencode(foreign)


# -- what a failing tool says, and what start.py makes of it


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        ("  cause: failed to write to file `a.so`: Disk quota exceeded (os error 122)", "disk is full"),
        ("  cause: There is not enough space on the disk. (os error 112)", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "does not match uv.lock"),
        ("  cause: Hash mismatch for `six==1.17.0`", "does not match uv.lock"),
        ("  cause: client error (Connect)\n  cause: invalid peer certificate: UnknownIssuer", "SSL_CERT_FILE"),
        ("Retrying (Retry(total=0)) after: SSLError(CERTIFICATE_VERIFY_FAILED)", "SSL_CERT_FILE"),
        ("  cause: dns error\n  cause: failed to lookup address information", NO_NETWORK),
        ("WARNING: Retrying (Retry(total=0))\nERROR: No matching distribution found for uv==1.0", NO_NETWORK),
        ("ERROR: No matching distribution found for uv==1.0", "does not have what uv.lock lists"),
        ("Error: [Errno 13] Permission denied: '.venv'", "Cannot write to"),
        ("failed to remove file: Access is denied. (os error 5)", "Cannot write to"),
        ("Something\n{nobody} foresaw\n", "Setup failed ({nobody} foresaw): delete .venv in"),
    ],
)
def test_the_sentence_for_what_a_tool_said(folder, said, sentence):
    module = load(folder)
    module.VENV.mkdir()
    with pytest.raises(SystemExit) as stopped:
        module.step(sys.executable, "-c", "import sys; print(sys.argv[1]); sys.exit(2)", said)
    assert sentence in stopped.value.code
    assert stopped.value.code.count("run the same command again") == 1
    assert module.LOG.read_text("utf-8").strip() == said.strip()


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("ERROR: No matching distribution found for uv==1.0", True),
        ("  cause: dns error", True),
        ("Something", True),
        ("No space left on device", False),
        ("Permission denied: '.venv'", False),
    ],
)
def test_settings_that_say_where_packages_come_from_are_named_where_that_may_be_the_cause(
    folder, monkeypatch, said, named
):
    module = load(folder)
    for name in filter(module.SOURCES.match, list(os.environ)):
        monkeypatch.delenv(name)
    with pytest.raises(SystemExit) as stopped:
        module.give_up(said)
    assert "packages come from" not in stopped.value.code
    for name in (
        "PIP_NO_INDEX",
        "PIP_INDEX_URL",
        "UV_DEFAULT_INDEX",
        "https_proxy",
        "PIP_DISABLE_PIP_VERSION_CHECK",
    ):
        monkeypatch.setenv(name, "secret")
    with pytest.raises(SystemExit) as stopped:
        module.give_up(said)
    words = "where packages come from: PIP_INDEX_URL, PIP_NO_INDEX, UV_DEFAULT_INDEX, https_proxy."
    assert (words in stopped.value.code) is named and "secret" not in stopped.value.code


def test_a_read_only_folder(folder, monkeypatch):
    module = load(folder)

    def refuse(path, *arguments, **settings):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(module.Path, "open", refuse)
    monkeypatch.setattr(module, "origin", lambda: "")
    with pytest.raises(SystemExit, match="Cannot write to"):
        module.set_up("lessons")


def test_settings_that_lead_elsewhere_are_left_out_and_the_way_to_the_index_is_kept(folder, monkeypatch):
    astray = ["PIP_TARGET", "PIP_NO_BINARY", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_NO_DEV", "PYTHONPATH"]
    astray += ["PYTHONDONTWRITEBYTECODE", "PYTHONSTARTUP", "PYTHONOPTIMIZE", "PYTHONWARNINGS", "MPLBACKEND"]
    kept = ["PIP_INDEX_URL", "PIP_CERT", "PIP_PROXY", "UV_DEFAULT_INDEX", "UV_CACHE_DIR", "SSL_CERT_FILE"]
    for name in astray + kept:
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "elsewhere")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "elsewhere")
    module = load(folder)
    variables = module.environment()
    assert not set(astray) & set(variables)
    assert all(variables[name] == "elsewhere" for name in kept)
    assert variables["VIRTUAL_ENV"] == str(folder / ".venv")
    assert variables["PATH"].startswith(str(module.PROGRAMS))
    assert variables["JUPYTER_CONFIG_PATH"] == os.pathsep.join(
        [str(folder / "gdlesson" / "classroom" / "jupyter"), "elsewhere"]
    )


@pytest.mark.parametrize("name", ["MATPLOTLIBRC", "IPYTHONDIR", "PYTHONUTF8"])
def test_plots_start_up_files_and_encodings_are_the_same_whatever_the_users_settings(folder, monkeypatch, name):
    monkeypatch.setenv(name, "elsewhere")
    ours = {
        "MATPLOTLIBRC": str(folder / "gdlesson" / "live" / "pictures.mplstyle"),
        "IPYTHONDIR": str(folder / ".venv" / "ipython"),
        "PYTHONUTF8": "1",
    }
    assert load(folder).environment()[name] == ours[name]
    assert (ROOT / Path(ours["MATPLOTLIBRC"]).relative_to(folder)).is_file()


def test_numpy_multiplies_in_one_thread_unless_told_otherwise(folder, monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert load(folder).environment()["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "8")
    assert load(folder).environment()["OPENBLAS_NUM_THREADS"] == "8"


def test_uv_is_the_one_of_the_lock(folder):
    version, *hashes = load(folder).locked_uv().split()
    assert version == "uv==" + importlib.metadata.version("uv")
    assert len(hashes) > 10
    assert all(re.fullmatch("--hash=sha256:[0-9a-f]{64}", text) for text in hashes)


# -- when it sets up, and when not


def steps_of_a_start(folder, monkeypatch, interrupt=None, wanted="lessons", error=KeyboardInterrupt):
    """Set up with tools that only pretend; how many of them ran. One of them can be interrupted, or fail."""
    module = load(folder)
    ran = []

    def pretend(*command):
        ran.append(command)
        module.PROGRAMS.mkdir(parents=True, exist_ok=True)
        module.PYTHON.touch()
        if len(ran) == interrupt:
            raise error

    monkeypatch.setattr(module, "step", pretend)
    try:
        module.set_up(wanted)
    except error:
        assert interrupt
    syncs = [command for command in ran if "sync" in command]
    assert all({"--frozen", "--inexact", "--all-extras"} <= set(command) for command in syncs)
    assert all(("--group=dev" if wanted == "everything" else "--no-dev") in command for command in syncs)
    return len(ran)


@pytest.mark.parametrize("wanted", ["lessons", "everything"])
def test_the_second_start_does_nothing(folder, monkeypatch, wanted):
    assert steps_of_a_start(folder, monkeypatch, wanted=wanted) == 4
    assert steps_of_a_start(folder, monkeypatch, wanted=wanted) == 0


def test_the_tests_add_to_what_is_there_and_the_way_back_does_nothing(folder, monkeypatch):
    assert steps_of_a_start(folder, monkeypatch) == 4
    assert steps_of_a_start(folder, monkeypatch, wanted="everything") == 1
    for wanted in ("lessons", "everything", "lessons"):
        assert steps_of_a_start(folder, monkeypatch, wanted=wanted) == 0


def test_where_the_tests_ran_first_the_lessons_do_nothing(folder, monkeypatch):
    assert steps_of_a_start(folder, monkeypatch, wanted="everything") == 4
    assert steps_of_a_start(folder, monkeypatch) == 0


def test_an_interrupted_addition_leaves_the_lessons_ready_and_is_done_anew(folder, monkeypatch):
    steps_of_a_start(folder, monkeypatch)
    assert steps_of_a_start(folder, monkeypatch, 1, "everything") == 1
    assert steps_of_a_start(folder, monkeypatch) == 0
    assert steps_of_a_start(folder, monkeypatch, wanted="everything") == 4


def test_an_addition_that_fails_leaves_the_lessons_ready_and_is_tried_again(folder, monkeypatch):
    """As without a network; what is there must not be deleted then."""
    steps_of_a_start(folder, monkeypatch)
    for _ in range(2):
        assert steps_of_a_start(folder, monkeypatch, 1, "everything", SystemExit) == 1
    assert steps_of_a_start(folder, monkeypatch) == 0
    assert steps_of_a_start(folder, monkeypatch, wanted="everything") == 1


def test_a_set_up_ends_with_its_size(folder, monkeypatch, capsys):
    def fill(wanted):
        with (folder / ".venv" / "package").open("wb") as file:
            file.truncate(1_230_000_000)

    module = load(folder)
    monkeypatch.setattr(module, "make_venv", lambda: module.PROGRAMS.mkdir(parents=True))
    monkeypatch.setattr(module, "sync", fill)
    module.set_up("lessons")
    assert capsys.readouterr().err.splitlines()[-1] == "Setup is complete: .venv takes up 1.2 GB."


@pytest.mark.parametrize("wanted", ["lessons", "everything"])
@pytest.mark.parametrize("interrupted", [1, 2, 3, 4])
def test_an_interrupted_set_up_is_done_again(folder, monkeypatch, interrupted, wanted):
    assert steps_of_a_start(folder, monkeypatch, interrupted, wanted) == interrupted
    assert steps_of_a_start(folder, monkeypatch, wanted=wanted) == 4


def test_an_interrupted_change_leaves_nothing_that_looks_complete(folder, monkeypatch):
    lock = (folder / "uv.lock").read_text("utf-8")
    assert steps_of_a_start(folder, monkeypatch) == 4
    (folder / "uv.lock").write_text(lock + "\n", "utf-8")
    assert steps_of_a_start(folder, monkeypatch, 1) == 1
    (folder / "uv.lock").write_text(lock, "utf-8")
    assert steps_of_a_start(folder, monkeypatch) == 4


@pytest.mark.parametrize("name", ["uv.lock", "pyproject.toml"])
def test_a_changed_list_of_packages_is_installed(folder, monkeypatch, name):
    steps_of_a_start(folder, monkeypatch)
    with (folder / name).open("a") as file:
        file.write("# changed\n")
    assert steps_of_a_start(folder, monkeypatch) == 4


def test_a_moved_folder_is_set_up_again(folder, monkeypatch):
    steps_of_a_start(folder, monkeypatch)
    assert steps_of_a_start(folder.rename(folder.parent / "moved"), monkeypatch) == 4


def test_an_emptied_venv_is_set_up_again(folder, monkeypatch):
    steps_of_a_start(folder, monkeypatch)
    shutil.rmtree(folder / ".venv")
    (folder / ".venv").mkdir()
    assert steps_of_a_start(folder, monkeypatch) == 4


def test_another_python_or_a_removed_one_is_set_up_again(folder, monkeypatch):
    steps_of_a_start(folder, monkeypatch)
    load(folder).PYTHON.unlink()
    assert steps_of_a_start(folder, monkeypatch) == 4
    monkeypatch.setattr(sys, "base_prefix", "elsewhere")
    assert steps_of_a_start(folder, monkeypatch) == 4
    monkeypatch.setattr(sys, "version", "3.99")
    assert steps_of_a_start(folder, monkeypatch) == 4


def test_two_starts_at_once_set_up_once(folder):
    pretend = (
        "import importlib.util as u, sys, time\n"
        "spec = u.spec_from_file_location('start', sys.argv[1]); start = u.module_from_spec(spec)\n"
        "spec.loader.exec_module(start)\n"
        "def step(*command):\n"
        " start.PROGRAMS.mkdir(parents=True, exist_ok=True); start.PYTHON.touch(); time.sleep(0.5)\n"
        "start.step = step\n"
        "start.set_up('lessons')\n"
    )
    command = [sys.executable, "-c", pretend, folder / "start.py"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    said = sorted(process.communicate(timeout=60)[1] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said[0] == "Another start is setting up; waiting for it ...\n"
    assert SETTING_UP in said[1]


# -- one real start, from nothing


@pytest.mark.slow
def test_a_real_start(tmp_path):
    folder = copy_to(tmp_path / "it's a \u00fcn\u00ef c\u00f6d\u00e9 folder \u65e5\u672c")
    shutil.copytree(ROOT / "gdlesson", folder / "gdlesson", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("*check*"))
    for name in ("README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    done = start(folder, "check", "--help")
    if NO_NETWORK in done.stderr and not IN_CI:
        pytest.skip("no network: " + done.stderr.splitlines()[-1])
    assert done.returncode == 0, done.stderr
    assert SETTING_UP in done.stderr
    assert re.search(r"^Setup is complete: \.venv takes up \d\.\d GB\.$", done.stderr, re.MULTILINE)
    assert_lab_opens_the_lesson(folder, tmp_path, "notebooks/")
    assert_the_tests_only_add(folder)
    assert_second_start_is_ready(folder)
    assert start(folder, "new-copy", "my copy", cwd=tmp_path).returncode == 0
    assert_lab_opens_the_lesson(folder, tmp_path, "", "my copy")


def assert_the_tests_only_add(folder):
    """The development tools arrive; of the files that were there, none is changed."""

    def files():
        packages = (path for path in (folder / ".venv").rglob("*.*") if "site-packages" in path.parts)
        return {path: path.stat().st_mtime_ns for path in packages if path.suffix in (".py", ".so")}

    def has_tools():
        return {
            name
            for name in ("hypothesis", "playwright", "sklearn", "xdist")
            if any(path.parts[-2:] == (name, "__init__.py") for path in files())
        }

    before = files()
    assert not has_tools()
    done = start(folder, "test", "--version")
    assert done.returncode == 0, done.stderr
    assert ADDING in done.stderr and SETTING_UP not in done.stderr
    assert has_tools() == {"hypothesis", "playwright", "sklearn", "xdist"}
    assert before.items() <= files().items()


def assert_second_start_is_ready(folder):
    """It installs nothing, has what uv.lock says, passes arguments and the exit status on."""
    done = start(folder, "test", "no-such-test.py")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "no-such-test.py" in done.stderr
    assert SETTING_UP not in done.stderr and ADDING not in done.stderr
    module = load(folder)
    check = ["-m", "uv", "sync", "--frozen", "--group=dev", "--all-extras", "--check", "--offline"]
    check += ["--no-python-downloads"]
    compared = subprocess.run([module.PYTHON, *check], cwd=folder, env=module.environment(), capture_output=True)
    assert compared.returncode == 0, compared.stderr


def assert_lab_opens_the_lesson(folder, tmp_path, place, *arguments):
    """JupyterLab answers on loopback with its token, not without, and Ctrl-C ends it quietly."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    places = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, folder / "start.py", "lab", *arguments, "--no-browser", "--port", str(port)]
    log = tmp_path / "lab.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            env=os.environ | places,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        lesson = rf"http://127\.0\.0\.1:{port}/lab/tree/{place}00-start-here\.ipynb\?token=\w+"
        page = wait_for(lesson, log, server)
        contents = page.replace("lab/tree", "api/contents")
        assert "cells" in json.loads(urllib.request.urlopen(contents).read())["content"]
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(contents.split("?")[0])
        assert "@jupyterlab/apputils-extension:announcements" in urllib.request.urlopen(page).read().decode()
        server.send_signal(signal.SIGINT)
        server.wait(60)
    finally:
        server.kill()
    printed = log.read_text("utf-8")
    assert "Traceback" not in printed
    assert SETTING_UP not in printed and ADDING not in printed
    assert "gdlesson.classroom.server | extension was successfully loaded" in printed


def wait_for(pattern, log, server):
    """Wait until the server has printed its address and answers there: it may print it before it listens."""
    deadline = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < deadline:
        if found := re.search(rf"{pattern}(?=\s)", log.read_text("utf-8")):
            with contextlib.suppress(ConnectionError, urllib.error.URLError):
                urllib.request.urlopen(found[0]).close()
                return found[0]
        time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8"))
