"""Start the lessons: the first start sets everything up, every start opens JupyterLab.

    python3 start.py [lab]              open the first lesson in JupyterLab
    python3 start.py new-copy FOLDER    copy the lessons into a new folder, to work in
    python3 start.py lab FOLDER         open the copy in that folder
    python3 start.py test               run every test
    python3 start.py check              check every notebook before class, with a report for the teacher

On Windows, type "py" in place of "python3". Whatever else follows lab, test or check goes to JupyterLab, to
pytest or to the check, for example: python3 start.py lab --no-browser --port 8890
"""
# An old Python has to get as far as the sentence below, so this file keeps to what Python 2 can read.
# ruff: noqa: UP031, UP032, UP036

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "These lessons need Python 3.11 or newer, and this is Python {}.{}: install a newer one from "
        "https://www.python.org/downloads/ and start again with it.".format(*sys.version_info[:2])
    )

import signal

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C during the imports ends it without a traceback

import argparse
import contextlib
import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from pathlib import Path

WINDOWS = os.name == "nt"
HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PROGRAMS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "complete"  # written last: it says that the set-up came to its end, and from what
LOG = VENV / "set-up.log"

LESSON = "00-start-here.ipynb"
LESSONS = "[0-9][0-9]-*.ipynb"  # the solutions and the rules of the tests are not among them
COMMANDS = ("lab", "new-copy", "test", "check")
SIDE_BY_SIDE = ["-n", "auto", "--maxprocesses=4", "--no-loadscope-reorder"]  # see conftest.py
FLAGS = ("--no-browser", "--debug")  # what follows any other option of JupyterLab is taken for its value
AGAIN = "; then run the same command again."

# What a tool says when it fails (in small letters), and what we say. The first that fits is taken.
DISK = ("no space left", "not enough space", "quota exceeded", "os error 112")
HASH = ("do not match the hashes", "hash mismatch")
NETWORK = ("retrying (", "dns error", "client error", "error sending request", "timed out", "connection")
INDEX = ("no matching distribution", "doesn't have a source distribution or wheel")
FOLDER = ("permission denied", "read-only file system", "access is denied", "used by another process")
TROUBLES = {
    DISK: "The disk is full: make 2 GB of space",
    HASH: "A download is not what uv.lock says, so it was not installed: use a network that does not change it",
    ("certificate",): "The package index has an unknown certificate: set SSL_CERT_FILE to your network's own file",
    NETWORK: "The package index cannot be reached: check the network connection, and the proxy if there is one",
    INDEX: "The package index lacks what uv.lock names: use a 64-bit Python 3.11 to 3.14, and PyPI itself",
    FOLDER: "Files cannot be written in {folder}: end any JupyterLab that runs there, or copy it elsewhere",
    ("",): "Setting up failed ({last}): delete .venv in {folder}",
}


def main(arguments):
    """Set up if necessary, then become JupyterLab, pytest or the check."""
    command = arguments[0] if arguments else "lab"
    if command in ("-h", "--help"):
        print(__doc__)
        return
    if command not in COMMANDS:
        sys.exit(unknown(command))
    if command == "new-copy":
        new_copy(arguments[1:])
        return
    if command == "lab":
        program = lab(arguments[1:])
    else:
        program = ["-m", "pytest" if command == "test" else "gdlesson.classroom.check"] + arguments[1:]
        if arguments == ["test"]:
            program += SIDE_BY_SIDE
    set_up()
    run([str(PYTHON)] + program)


def unknown(command):
    """Say what the commands are, and which one was probably meant."""
    import difflib

    close = difflib.get_close_matches(command, COMMANDS, n=1)
    commands = "the commands are lab, new-copy, test and check"
    advice = "did you mean: python3 start.py " + close[0] if close else commands
    return '"{}" is no command of start.py; {}'.format(command, advice)


def new_copy(arguments):
    """Copy the lessons into a new folder, and say how to open it."""
    if len(arguments) != 1 or not arguments[0] or str(Path(arguments[0])).startswith("-"):
        example = typed("new-copy", "my lessons")
        sys.exit("Name one new folder for your copy, in quotes if there is a space in it, as here: " + example)
    try:
        folder = Path(arguments[0]).expanduser().resolve()
        command = typed("lab", short(folder))
        copy_lessons(folder)
    except (OSError, RuntimeError) as error:
        sys.exit("Nothing was copied to {} ({}): take another place.".format(arguments[0], reason(error)))
    say("The lessons are copied to {}; no fresh version overwrites what you write there.".format(folder))
    say("To open them: " + command)


def copy_lessons(folder):
    """Make a folder, and those above it, with the lessons in it: all at once by one renaming, or nothing."""
    lessons = sorted((HERE / "notebooks").glob(LESSONS))
    if not lessons:
        sys.exit("No lesson is in {}: download the whole folder of the lessons again.".format(HERE / "notebooks"))
    top = ([folder] + [parent for parent in folder.parents if not os.path.lexists(parent)])[-1]
    refuse(folder, top)
    unfinished = top.parent / ".new-copy-{}".format(os.getpid())
    unfinished.mkdir()
    try:
        copy = unfinished / folder.relative_to(top.parent)
        copy.mkdir(parents=True)
        for lesson in lessons:
            shutil.copyfile(lesson, copy / lesson.name)
        (unfinished / top.name).rename(top)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def refuse(folder, top):
    """Stop where a copy would lie inside what belongs to the lessons, or on what is there already."""
    if HERE in top.parent.parents or top == VENV:
        advice = "take a place elsewhere, for example: {} ~/my-lessons".format(typed("new-copy"))
        sys.exit("{} could be tested or deleted with the lessons' own files; {}".format(folder, advice))
    if os.path.lexists(folder):
        advice = "take a free name: " + typed("new-copy", short(free_name(folder)))
        sys.exit("{} is there already, so nothing was copied; {}".format(short(folder), advice))


def free_name(folder):
    """Return the folder with the first free number behind its name: my-lessons-2."""
    stem, number = re.sub("-[2-9]$", "", str(folder)), 2
    while os.path.lexists("{}-{}".format(stem, number)):
        number += 1
    return Path("{}-{}".format(stem, number))


def short(folder):
    """Return a folder as it is typed from where the learner is."""
    here = Path.cwd()
    return str(folder.relative_to(here) if here in folder.parents else folder)


def typed(*arguments):
    """Return the command line that starts this file with these arguments, in quotes where it needs them."""
    words = [sys.argv[0]] + list(arguments)
    if WINDOWS:
        return " ".join(["py"] + [word if re.match(r"[\w.:\\/-]+$", word) else '"' + word + '"' for word in words])
    return " ".join(["python3"] + [shlex.quote(word) for word in words])


def lab(options):
    """Arguments for Python that open the first lesson on this machine only, behind a token."""
    root, page, options = place(options)
    usage = "python3 start.py lab [FOLDER] [options of JupyterLab]"
    parser = argparse.ArgumentParser(usage=usage, add_help=False)
    parser.add_argument("--ip", "--ServerApp.ip")
    parser.add_argument("--port", "--ServerApp.port", type=int)
    asked = parser.parse_known_args(options)[0]
    if asked.port is not None and not is_free(asked.port):
        sys.exit(
            "Port {} is in use or not allowed: stop what uses it, or take another one, for example "
            "--port {}.".format(asked.port, 8888 if asked.port != 8888 else 8899)
        )
    # Ctrl-C while JupyterLab is still loading must not print a traceback; later it is JupyterLab's own affair.
    quietly = "try:\n from jupyterlab.labapp import main\n main()\nexcept KeyboardInterrupt:\n pass"
    ours = ["--ServerApp.root_dir=" + str(root), "--LabApp.default_url=" + page]
    ours += ["--ServerApp.answer_yes=True"]  # Ctrl-C stops it at once
    if asked.ip is None:
        ours += ["--ServerApp.ip=127.0.0.1"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        ours += ["--allow-root"]  # in a container everyone is root, and only this machine can connect
    return ["-c", quietly] + ours + options


def place(options):
    """Return JupyterLab's root, the page that opens in it, and the options without the learner's folder."""
    for number, option in enumerate(options):
        before = options[number - 1] if number else ""
        if option.startswith("-") or (before.startswith("-") and "=" not in before and before not in FLAGS):
            continue
        try:
            if (HERE / option).is_file():
                continue
            folder = Path(option).expanduser().resolve()
            names = [path.name for path in folder.iterdir()]
        except FileNotFoundError:
            sys.exit("There is no folder {}; this makes one: {}".format(option, typed("new-copy", option)))
        except (OSError, RuntimeError) as error:
            sys.exit("The folder {} cannot be opened ({}).".format(option, reason(error)))
        page = "/lab/tree/" + LESSON if LESSON in names else "/lab"
        return folder, page, options[:number] + options[number + 1 :]
    return HERE, "/lab/tree/notebooks/" + LESSON, options


def reason(error):
    """Return why the system, or Python, did not do it, in its own words."""
    return getattr(error, "strerror", None) or error


def is_free(port):
    """Whether a server could listen at this port."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError):
        return False
    return True


def set_up():
    """Make .venv and install exactly what uv.lock says, unless that is done already."""
    try:
        complete = origin()
        if not is_complete(complete):
            with one_at_a_time():
                if not is_complete(complete):
                    install()
                    STAMP.write_text(complete)
    except OSError as error:
        give_up(str(error))


def origin():
    """Return what .venv is made from: the lock, the Python and the place; another one needs another .venv."""
    for name in ("pyproject.toml", "uv.lock"):
        if not (HERE / name).is_file():
            sys.exit("The file {} is missing: download the whole folder of the lessons again.".format(HERE / name))
    made_from = [sys.version, sys.base_prefix, str(HERE)]
    made_from += [(HERE / name).read_text("utf-8") for name in ("pyproject.toml", "uv.lock")]
    return hashlib.sha256("\n".join(made_from).encode("utf-8", "surrogateescape")).hexdigest()


def is_complete(complete):
    """Whether an earlier start came to its end, and its Python is still there."""
    return STAMP.is_file() and STAMP.read_text() == complete and PYTHON.exists()


@contextlib.contextmanager
def one_at_a_time():
    """Let no two starts set up at once. What is locked is start.py; the system unlocks it when a start ends."""
    with Path(__file__).open("r+b") as file:
        if not lock(file):
            say("Another start is setting up; waiting for it ...")
            while not lock(file):
                time.sleep(0.5)
        os.set_inheritable(file.fileno(), True)  # an installer that outlives a killed start keeps the lock
        yield


def lock(file):
    """Try to lock an open file; a file system that has no locks does without."""
    try:
        if WINDOWS:
            import msvcrt

            file.seek(2**30)  # far behind the end: reading the file remains possible
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass
    return True


def install():
    """Make .venv anew, put uv into it, and let uv install the rest, all as uv.lock says."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        advice = "on Debian and Ubuntu: sudo apt install " + package
        sys.exit("This Python comes without its venv module: install it (" + advice + ")" + AGAIN)
    say("First start, or something has changed: setting up in .venv. This takes a few minutes, once.")
    STAMP.unlink(missing_ok=True)
    say("  1 of 3: a place of its own")
    step(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    step(PYTHON, "-m", "ensurepip")
    say("  2 of 3: the installer")
    uv = VENV / "uv.txt"
    uv.write_text(locked_uv())
    step(PYTHON, "-m", "pip", "install", "--retries=2", "--require-hashes", "--only-binary=uv", "-r", uv)
    say("  3 of 3: JupyterLab and everything else")
    everything = ("--all-groups", "--all-extras", "--no-python-downloads", "--python", PYTHON)
    step(PYTHON, "-m", "uv", "sync", "--frozen", *everything)


def locked_uv():
    """Return the version of uv in uv.lock, with its hashes, in the form that pip reads."""
    import tomllib

    packages = tomllib.loads((HERE / "uv.lock").read_text("utf-8"))["package"]
    uv = next(package for package in packages if package["name"] == "uv")
    return " ".join(["uv==" + uv["version"]] + ["--hash=" + wheel["hash"] for wheel in uv["wheels"]])


def step(*command):
    """Run one tool of the set-up, showing what it downloads; if it fails, say why and stop."""
    settings = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    settings.update(cwd=HERE, env=environment(), close_fds=False, encoding="utf-8", errors="replace")
    output = ""
    with subprocess.Popen(list(map(str, command)), **settings) as process:
        for line in process.stdout:
            output += line
            if line.strip().startswith("Downloading "):
                say("      " + line.strip()[:90])
    if process.returncode:
        give_up(output)


def environment():
    """Return the environment variables of an activated .venv, without settings that lead elsewhere.

    Where packages come from, and how to get there, remains the machine's own affair.
    """
    astray = ("PIP_", "UV_", "PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__")
    source = re.compile("INDEX|LINKS|HOST|PROXY|CERT|TLS|KEYRING|TIMEOUT|CACHE|CONFIG|LINK_MODE")
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith(astray) or source.search(name)
    }
    path = str(PROGRAMS) + os.pathsep + os.environ.get("PATH", os.defpath)
    variables.update(VIRTUAL_ENV=str(VENV), PATH=path, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    return variables


def give_up(output):
    """Say in one sentence what went wrong and what to do; all that the failing tool said goes to a file."""
    heard = output.lower()
    sentence = next(TROUBLES[signs] for signs in TROUBLES if any(sign in heard for sign in signs))
    sentence = sentence.format(folder=HERE, last=output.strip().split("\n")[-1]) + AGAIN
    with contextlib.suppress(OSError):
        LOG.write_text(output, "utf-8")
        sentence += " (Details: {})".format(LOG)
    sys.exit(sentence)


def say(line):
    """Write a line for the learner, in any terminal."""
    sys.stderr.write(line + "\n")


def run(command):
    """Become the command: its output, its Ctrl-C and its exit status are its own."""
    os.chdir(HERE)
    if not WINDOWS:
        os.execve(command[0], command, environment())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.call(command, env=environment()))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next start sets up what is missing.")
