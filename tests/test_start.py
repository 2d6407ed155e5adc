"""start.py: what it says when something fails, when it sets up again, and one real start from nothing."""

import ast
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
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI") == "true"
NO_NETWORK = "The package index cannot be reached"
SETTING_UP = "setting up in .venv"


@pytest.fixture
def folder(tmp_path):
    """A copy of what start.py itself needs, without an environment."""
    return copy_to(tmp_path / "lessons")


def copy_to(folder):
    folder.mkdir()
    for name in ("start.py", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


def start(folder, *arguments, python=(sys.executable,), **variables):
    """Run start.py as a learner does, with an empty standard input."""
    command = [*python, folder / "start.py", *arguments]
    settings = {"stdin": subprocess.DEVNULL, "capture_output": True, "encoding": "utf-8", "timeout": 900}
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
        done, "need Python 3.11 or newer, and this is Python 3.10", "https://www.python.org/downloads/"
    )


@pytest.mark.parametrize(
    ("argument", "advice"),
    [
        ("tset", "did you mean: python3 start.py test"),
        ("chek", "did you mean: python3 start.py check"),
        ("xyz", "the commands are lab, test and check"),
        ("--port", "the commands are lab, test and check"),
    ],
)
def test_an_unknown_command(folder, argument, advice):
    assert_one_sentence(start(folder, argument), f'"{argument}" is no command of start.py', advice)
    assert not (folder / ".venv").exists()


def test_help_needs_no_set_up(folder):
    done = start(folder, "--help")
    assert done.returncode == 0
    assert "python3 start.py check" in done.stdout
    assert not (folder / ".venv").exists()


def test_a_port_in_use(folder):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        for options in (["--port", port], [f"--port={port}"], [f"--ServerApp.port={port}"]):
            assert_one_sentence(start(folder, "lab", *options), f"Port {port} is in use", "take another one")
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


def test_no_network(folder):
    """Nobody listens at port 9, so that pip finds what it finds without a network."""
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9", "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": ""}
    done = start(folder, "test", PIP_CONFIG_FILE=os.devnull, UV_OFFLINE="1", **nowhere)
    assert_one_sentence(done, NO_NETWORK, "check the network connection", "run the same command again")
    assert "Connection refused" in (folder / ".venv" / "set-up.log").read_text("utf-8")


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
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not what uv.lock says"),
        ("  cause: Hash mismatch for `six==1.17.0`", "not what uv.lock says"),
        ("  cause: client error (Connect)\n  cause: invalid peer certificate: UnknownIssuer", "SSL_CERT_FILE"),
        ("Retrying (Retry(total=0)) after: SSLError(CERTIFICATE_VERIFY_FAILED)", "SSL_CERT_FILE"),
        ("  cause: dns error\n  cause: failed to lookup address information", NO_NETWORK),
        ("WARNING: Retrying (Retry(total=0))\nERROR: No matching distribution found for uv==1.0", NO_NETWORK),
        ("ERROR: No matching distribution found for uv==1.0", "index lacks what uv.lock names"),
        ("Error: [Errno 13] Permission denied: '.venv'", "Files cannot be written in"),
        ("failed to remove file: Access is denied. (os error 5)", "Files cannot be written in"),
        ("Something\n{nobody} foresaw\n", "Setting up failed ({nobody} foresaw): delete .venv in"),
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


def test_a_read_only_folder(folder, monkeypatch):
    module = load(folder)

    def refuse(path, *arguments, **settings):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(module.Path, "open", refuse)
    monkeypatch.setattr(module, "origin", lambda: "")
    with pytest.raises(SystemExit, match="Files cannot be written in"):
        module.set_up()


def test_settings_that_lead_elsewhere_are_left_out_and_the_way_to_the_index_is_kept(folder, monkeypatch):
    astray = ["PIP_TARGET", "PIP_NO_BINARY", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_NO_DEV", "PYTHONPATH"]
    kept = ["PIP_INDEX_URL", "PIP_CERT", "PIP_PROXY", "UV_DEFAULT_INDEX", "UV_CACHE_DIR", "SSL_CERT_FILE"]
    for name in astray + kept:
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "elsewhere")
    module = load(folder)
    variables = module.environment()
    assert not set(astray) & set(variables)
    assert all(variables[name] == "elsewhere" for name in kept)
    assert variables["VIRTUAL_ENV"] == str(folder / ".venv")
    assert variables["PATH"].startswith(str(module.PROGRAMS))


def test_uv_is_the_one_of_the_lock(folder):
    version, *hashes = load(folder).locked_uv().split()
    assert version == "uv==" + importlib.metadata.version("uv")
    assert len(hashes) > 10
    assert all(re.fullmatch("--hash=sha256:[0-9a-f]{64}", text) for text in hashes)


# -- when it sets up, and when not


def steps_of_a_start(folder, monkeypatch, interrupt=None):
    """Set up with tools that only pretend; how many of them ran. One of them can be interrupted."""
    module = load(folder)
    ran = []

    def pretend(*command):
        ran.append(command)
        module.PROGRAMS.mkdir(parents=True, exist_ok=True)
        module.PYTHON.touch()
        if len(ran) == interrupt:
            raise KeyboardInterrupt

    monkeypatch.setattr(module, "step", pretend)
    try:
        module.set_up()
    except KeyboardInterrupt:
        assert interrupt
    return len(ran)


def test_the_second_start_does_nothing(folder, monkeypatch):
    assert steps_of_a_start(folder, monkeypatch) == 4
    assert steps_of_a_start(folder, monkeypatch) == 0


@pytest.mark.parametrize("interrupted", [1, 2, 3, 4])
def test_an_interrupted_set_up_is_done_again(folder, monkeypatch, interrupted):
    assert steps_of_a_start(folder, monkeypatch, interrupted) == interrupted
    assert steps_of_a_start(folder, monkeypatch) == 4


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
        "start.set_up()\n"
    )
    command = [sys.executable, "-c", pretend, folder / "start.py"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    said = sorted(process.communicate(timeout=60)[1] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said[0] == "Another start is setting up; waiting for it ...\n"
    assert SETTING_UP in said[1]


# -- one real start, from nothing


def test_a_real_start(tmp_path):
    folder = copy_to(tmp_path / "it's a \u00fcn\u00ef c\u00f6d\u00e9 folder \u65e5\u672c")
    shutil.copytree(ROOT / "gdlesson", folder / "gdlesson", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("*check*"))
    for name in ("README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    done = start(folder, "test", "--version")
    if NO_NETWORK in done.stderr and not IN_CI:
        pytest.skip("no network: " + done.stderr.splitlines()[-1])
    assert done.returncode == 0, done.stderr
    assert SETTING_UP in done.stderr
    assert_second_start_is_ready(folder)
    assert_lab_opens_the_lesson(folder, tmp_path)


def assert_second_start_is_ready(folder):
    """It installs nothing, has what uv.lock says, passes arguments and the exit status on."""
    done = start(folder, "test", "no-such-test.py")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "no-such-test.py" in done.stderr
    assert SETTING_UP not in done.stderr
    module = load(folder)
    check = ["-m", "uv", "sync", "--frozen", "--all-groups", "--check", "--offline", "--no-python-downloads"]
    compared = subprocess.run([module.PYTHON, *check], cwd=folder, env=module.environment(), capture_output=True)
    assert compared.returncode == 0, compared.stderr


def assert_lab_opens_the_lesson(folder, tmp_path):
    """JupyterLab answers on loopback with its token, not without, and Ctrl-C ends it quietly."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    places = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, folder / "start.py", "lab", "--no-browser", "--port", str(port)]
    log = tmp_path / "lab.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            command, env=os.environ | places, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        lesson = rf"http://127\.0\.0\.1:{port}/lab/tree/notebooks/00-start-here\.ipynb\?token=\w+"
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
    assert "Traceback" not in log.read_text("utf-8")
    assert SETTING_UP not in log.read_text("utf-8")


def wait_for(pattern, log, server):
    """Wait until the server has printed its address."""
    deadline = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < deadline:
        if found := re.search(pattern, log.read_text("utf-8")):
            return found[0]
        time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8"))
