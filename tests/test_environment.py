"""environment.yml, binder/ and every public link agree with pyproject.toml and uv.lock."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
BINDER = ROOT / "binder"
TABLES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = TABLES["project"]
REPOSITORY = PROJECT["urls"]["Repository"].removeprefix("https://github.com/")
IN_CI = os.environ.get("CI") == "true"
LESSON = "notebooks/00-start-here.ipynb"


def output(*command, **settings):
    """What a command prints; one that fails fails the test, with all that it printed."""
    settings |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    done = subprocess.run(command, **settings)
    assert done.returncode == 0, done.stdout
    return done.stdout


def uv(*arguments):
    command = [sys.executable, "-m", "uv", *arguments, "--quiet", "--offline", "--python", sys.executable]
    return output(*command, cwd=ROOT)


def normal(requirements):
    return sorted(str(Requirement(requirement)) for requirement in requirements)


# -- the list of dependencies, the lock and conda


def test_every_dependency_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    extras, groups = PROJECT["optional-dependencies"], TABLES["dependency-groups"]
    for entry in [*PROJECT["dependencies"], *sum(extras.values(), []), *sum(groups.values(), [])]:
        assert any(re.match(rf' +"{re.escape(entry)}", +# \w', line) for line in lines), entry


def test_installing_the_package_brings_no_server_and_changes_none():
    exported = uv("export", "--frozen", "--no-dev", "--no-emit-project", "--no-annotate", "--no-hashes")
    names = {Requirement(line).name for line in pins(exported)}
    assert {"numpy", "matplotlib", "anywidget"} <= names
    servers, tests = {"jupyterlab", "jupyter-server", "notebook", "tornado"}, {"pytest", "nbval", "nbclient"}
    assert not names & (servers | tests | {"nbformat", "keras", "jax", "tensorboard"})
    files = [file.as_posix() for file in importlib.metadata.files("gdlesson")]
    assert files and not [file for file in files if "etc/jupyter" in file]


def test_the_lock_is_up_to_date():
    uv("lock", "--check")


def test_conda_installs_the_dependencies_with_the_same_bounds():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert conda["name"] == "gdlesson"
    assert conda["channels"] == ["conda-forge"]
    python, pip, *packages, by_pip = conda["dependencies"]
    assert python.removeprefix("python=") in SpecifierSet(PROJECT["requires-python"])
    assert pip == "pip"
    both = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["lab"]
    bounds = {Requirement(each).name: each for each in both}  # those of the lab, where both have one
    assert normal(packages) == normal(bounds.values())
    assert by_pip == {"pip": ["-e .[keras]"]}  # lessons 18 and 19; conda-forge brings Keras with another back end


# -- Binder


def test_binder_installs_what_the_lock_says():
    """If this fails: uv export --frozen --no-dev --all-extras --no-emit-project --no-annotate, into this file."""
    stored = (BINDER / "requirements.txt").read_text("utf-8")
    exported = uv("export", "--frozen", "--no-dev", "--all-extras", "--no-emit-project", "--no-annotate")
    assert pins(stored) == pins(exported)


def pins(requirements):
    """The requirements without comments, in which uv repeats its command line."""
    return [line for line in requirements.splitlines() if not line.startswith("#")]


def test_binder_takes_packages_from_nowhere_in_particular():
    assert not re.search(r"://|--(extra-)?index|--find-links", (BINDER / "requirements.txt").read_text("utf-8"))


def test_binder_and_conda_use_the_same_python():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert (BINDER / "runtime.txt").read_text().strip() == conda["dependencies"][0].replace("=", "-")


def test_binder_builds_from_this_folder(tmp_path):
    repo2docker = os.environ.get("GDLESSON_REPO2DOCKER") or shutil.which("jupyter-repo2docker")
    if not repo2docker and not IN_CI:
        pytest.skip("jupyter-repo2docker is not installed; .ci/run installs it")
    assert repo2docker, "where CI=true, GDLESSON_REPO2DOCKER has to name jupyter-repo2docker"
    copy_project(tmp_path)
    options = ("--no-build", "--debug", "--user-id", "1000", "--user-name", "jovyan")
    plan = output(repo2docker, *options, tmp_path)
    assert "Building conda environment for python=3.12" in plan
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in plan
    assert "RUN ./binder/postBuild" in plan
    assert "environment.yml" not in plan


def test_binder_installs_into_an_empty_environment(tmp_path):
    """What the Dockerfile of repo2docker runs, in its order."""
    if not IN_CI:
        pytest.skip("downloads JupyterLab without a cache; it runs where CI=true")
    copy_project(tmp_path)
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / "bin"
    variables = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}

    def run(*command):
        return output(*command, cwd=tmp_path, env=variables)

    run(programs / "pip", "install", "--no-cache-dir", "-r", "binder/requirements.txt")
    run(tmp_path / "binder" / "postBuild")
    run(
        programs / "python",
        "-c",
        "import gdlesson; gdlesson.explore; gdlesson.prepare_keras(); import keras, tensorboard",
    )
    run(programs / "pip", "check")
    extensions = run(programs / "jupyter", "server", "extension", "list")
    for extension in (r"gdlesson\.classroom\.server", "jupyter_server_proxy"):
        assert re.search(extension + r"\S* .*enabled", extensions)
    labextensions = run(programs / "jupyter", "labextension", "list")
    assert "@jupyter-widgets/jupyterlab-manager" in labextensions
    assert "@jupyterlab/apputils-extension:announcements" in labextensions.split("Disabled extensions:")[1]


def copy_project(folder):
    for name in ("gdlesson", "binder"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "uv.lock", "environment.yml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)


# -- the public address stands in pyproject.toml, and every link follows it


def pages():
    return [page for pattern in ("*.md", "docs/*.md", "notebooks/*.ipynb") for page in sorted(ROOT.glob(pattern))]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_link_to_the_repository_is_its_public_address(page):
    address = r"(?:github\.com|githubusercontent\.com|mybinder\.org/v2/gh|/github)/([\w.-]+/[\w.-]+)"
    linked = [name.removesuffix(".git") for name in re.findall(address, page.read_text("utf-8"))]
    ours = [name for name in linked if name.split("/")[1] in ("gdlesson", REPOSITORY.split("/")[1])]
    assert set(ours) <= {REPOSITORY}
    assert set(re.findall(r"mybinder\.org/v2/gh/([\w.-]+/[\w.-]+)", page.read_text("utf-8"))) <= {REPOSITORY}


def test_the_readme_opens_the_first_lesson_on_binder():
    link = f"https://mybinder.org/v2/gh/{REPOSITORY}/HEAD?urlpath=lab/tree/{LESSON}"
    assert f"({link})" in (ROOT / "README.md").read_text("utf-8")
    assert (ROOT / LESSON).is_file()


# -- GitHub Pages


def test_the_workflow_builds_the_site_tests_it_and_publishes_it():
    workflow = yaml.load(
        (ROOT / ".github/workflows/site.yml").read_text("utf-8"), yaml.BaseLoader
    )  # "on" is a word
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert set(workflow["on"]) == {"push", "workflow_dispatch"}
    assert build["if"] == "github.ref_name == github.event.repository.default_branch"
    assert workflow["permissions"] == {"contents": "read"}
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert publish["needs"] == "build" and publish["environment"]["name"] == "github-pages"
    assert "group" in workflow["concurrency"] and all("timeout-minutes" in job for job in (build, publish))
    runs = [step["run"] for step in build["steps"] if "run" in step]
    assert runs[0] == "python3 start.py site _site" and runs[1].startswith("python3 start.py test tests/browser/")
    assert all((ROOT / path).is_file() for path in re.findall(r"tests/\S+", runs[1]))
    uses = [step["uses"] for job in (build, publish) for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in uses)
    assert build["steps"][-1]["with"]["path"] == "_site" and "actions/deploy-pages" in uses[-1]


def test_the_readme_and_the_guide_name_the_address_of_the_site():
    owner, name = REPOSITORY.split("/")
    for page in ("README.md", "docs/site.md"):
        sites = re.findall(r"https://([\w-]+)\.github\.io/([\w.-]+)/", (ROOT / page).read_text("utf-8"))
        assert (owner, name) in sites and not set(sites) - {(owner, name), ("OWNER", "NAME")}, page
