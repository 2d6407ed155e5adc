import base64
import io
import json
import sys

import matplotlib
import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread, imsave
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gdlesson.classroom import check, rules, store
from gdlesson.classroom.lessons import LessonError

pytestmark = pytest.mark.slow

PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 4, 2])\nplt.title('Mögen');"


def cells():
    folded = {"jupyter": {"outputs_hidden": True, "source_hidden": False}, "tags": ["answer"], "scrolled": True}
    return [
        new_markdown_cell("# Store it", metadata={"editable": True}),
        new_code_cell(PLOT, metadata={"execution": {"iopub.execute_input": "2026-01-01"}}, execution_count=71),
        new_code_cell("import ipywidgets\nipywidgets.IntSlider(3)"),
        new_code_cell("print('one')\nprint('−', flush=True)\nprint('two')", metadata=folded),
        new_code_cell("import json\njson.loads('{')", metadata={"tags": ["raises-exception"]}),
        new_code_cell("  ", execution_count=3),
        new_code_cell("from IPython.display import display\ndisplay(4)\n5"),
    ]


@pytest.fixture(scope="module")
def other_kernel(tmp_path_factory):
    """A kernel of another Python that a user has installed under our kernel's name."""
    folder = tmp_path_factory.mktemp("jupyter")
    (folder / "kernels" / "python3").mkdir(parents=True)
    spec = {"argv": ["no-such-python"], "display_name": "Python 3", "language": "python"}
    (folder / "kernels" / "python3" / "kernel.json").write_text(json.dumps(spec))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(folder))
        yield


@pytest.fixture(scope="module")
def sample(tmp_path_factory, other_kernel):
    """A notebook as somebody left it, stored; its path, its text and what it says."""
    path = tmp_path_factory.mktemp("a folder") / "lésson.ipynb"
    notebook = new_notebook(
        cells=cells(), metadata={"widgets": {"state": {}}, "kernelspec": {"name": "mine", "display_name": "Mine"}}
    )
    del notebook.cells[1]["id"]
    notebook.cells[3].id = notebook.cells[2].id = "same"
    path.write_text(json.dumps(notebook))
    assert store.main([str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    return path, text, json.loads(text)


def save(folder, *sources, **metadata):
    path = folder / "bad.ipynb"
    sources = [new_code_cell(source, metadata=metadata) for source in sources]
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Bad\n## Part"), *sources]), path)
    return path


def test_twice_gives_the_same_bytes_and_leaves_the_file_alone(sample, capsys):
    path, text, _ = sample
    before = path.stat()
    assert store.main([str(path)]) == 0
    assert capsys.readouterr().out.endswith("unchanged\n")
    assert path.read_bytes() == text.encode()
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_layout(sample):
    _, text, notebook = sample
    assert text == json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert "Mögen" in text and "−" in text
    assert notebook["metadata"] == store.METADATA
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)


def test_nothing_that_varies_survives(sample):
    _, text, notebook = sample
    for word in ("widget-view", "model_id", "iopub", "scrolled", "editable", "\\u001b", "File "):
        assert word not in text
    assert [cell.get("execution_count") for cell in notebook["cells"]] == [None, 1, 2, 3, 4, None, 5]
    assert notebook["cells"][6]["outputs"][1]["execution_count"] == 5


def test_cells_keep_their_ids_or_get_fixed_ones(sample):
    _, _, notebook = sample
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert ids[1:4] == ["cell-1", "same", "cell-2"]


def test_tags_and_folding_stay(sample):
    _, _, notebook = sample
    assert notebook["cells"][3]["metadata"] == {"jupyter": {"outputs_hidden": True}, "tags": ["answer"]}
    assert notebook["cells"][1]["metadata"] == {}


def test_outputs(sample):
    _, _, notebook = sample
    _, figure, widget, stream, error, empty, _ = notebook["cells"]
    assert sorted(figure["outputs"][0]["data"]) == ["image/png", "text/plain"]
    assert widget["outputs"][0]["data"] == {"text/plain": ["IntSlider(value=3)"]}
    assert [output["text"] for output in stream["outputs"]] == [["one\n", "−\n", "two\n"]]
    assert "Cell In[4], line 2\n" in error["outputs"][0]["traceback"][2]
    assert error["outputs"][0]["ename"] == "JSONDecodeError"
    assert empty["outputs"] == []


def test_png_keeps_its_pixels_only(sample):
    _, _, notebook = sample
    png = base64.b64decode(notebook["cells"][1]["outputs"][0]["data"]["image/png"])
    assert b"Software" not in png
    file = io.BytesIO()
    figure = Figure()
    figure.savefig(file, metadata={"Title": "a title"})
    assert b"tEXt" in file.getvalue() and b"tEXt" not in store.plain_png(file.getvalue())
    png = file.getvalue()
    assert np.array_equal(*(imread(io.BytesIO(p), format="png") for p in (png, store.plain_png(png))))


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (["1", "x"], "section \"Part\", code cell 2 of this section, [2] in JupyterLab: NameError: name 'x'"),
        (["class A:\n    def __repr__(self): return 1 / 0\nA()"], "code cell 1 of this section, [1]"),
        (["object()"], "shows an address in memory, which never compares equal: at 0x"),
        (["import os\nos._exit(1)"], "the kernel died"),
    ],
)
def test_what_cannot_be_stored_is_left_as_it_was(tmp_path, capsys, sources, message):
    path = save(tmp_path, *sources)
    before = path.read_bytes()
    assert store.main([str(path)]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"{path}: section") and message in printed.err
    assert printed.err.count("\n") == 1
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("output", "what"),
    [
        (new_output("stream", text="see " + sys.prefix), "a path of this machine"),
        (new_output("stream", name="stderr", text="ipykernel_71/82.py:2: UserWarning"), "the number of a process"),
        (new_output("error", evalue="<A at 0x7f00aa11>"), "an address in memory"),
        (new_output("display_data", data={"text/html": "<A at 0x7f00aa11>"}), "an address in memory"),
    ],
)
def test_what_never_compares_equal_is_refused(output, what):
    notebook = new_notebook(cells=[new_code_cell("1", outputs=[output])])
    with pytest.raises(LessonError, match=f"code cell 1, .* shows {what}, which never compares equal"):
        store.normalize(notebook)


def test_time_out(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(store, "cell_limit", lambda: 1)
    assert store.main([str(save(tmp_path, "import time\ntime.sleep(60)"))]) == 1
    assert capsys.readouterr().err.endswith("[1] in JupyterLab: ran for more than 1 seconds\n")


def test_kernel_that_does_not_start(tmp_path, capsys):
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit(1)")
    assert store.main([str(path := save(tmp_path, "1"))]) == 1
    assert (
        capsys.readouterr().err
        == f"{path}: the kernel did not start: Kernel died before replying to kernel_info\n"
    )


def test_files_that_are_no_notebooks(tmp_path, capsys):
    (tmp_path / "a.ipynb").write_text("<<<<<<< ours")
    assert store.main([str(tmp_path), str(tmp_path / "b.ipynb")]) == 1
    assert "a.ipynb: cannot be read, it is not valid JSON: " in (printed := capsys.readouterr().err)
    assert "b.ipynb: cannot be read: No such file or directory\n" in printed
    assert store.main([str(tmp_path.parent / "none")]) == 1
    (tmp_path / "a.ipynb").unlink()
    assert store.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err.endswith("There are no notebooks, so nothing was done.\n")


def test_check_names_the_first_difference(sample, tmp_path, capsys, monkeypatch):
    _, text, _ = sample
    monkeypatch.setattr(store, "run", lambda path: nbformat.v4.reads(text))
    path = tmp_path / "other.ipynb"
    path.write_text(text.replace('"one\\n"', '"other\\n"'), encoding="utf-8")
    before = path.read_bytes()
    assert store.main(["--check", str(path)]) == 1
    expected = (
        f'{path}: differs from what running it gives, first in section "Store it", code cell 3 of this section'
    )
    assert capsys.readouterr().err.startswith(expected)
    assert path.read_bytes() == before


def test_check_sees_every_byte_but_forgives_the_edges_of_letters(sample):
    _, text, _ = sample
    notebook = nbformat.v4.reads(text)
    assert store.difference(text, notebook) is None
    assert store.difference(text + "\n", notebook) == "its metadata or its layout"
    assert store.difference(text.replace('"answer"', '"other"'), notebook).startswith('section "Store it"')
    png = notebook.cells[1].outputs[0].data["image/png"]
    pixels = imread(io.BytesIO(base64.b64decode(png)), format="png")
    pixels[::3] *= 0.98
    assert store.difference(text.replace(png, encode(pixels)), notebook) is None
    assert store.difference(text.replace(png, encode(pixels[::-1])), notebook).startswith('section "Store it"')


def encode(pixels):
    file = io.BytesIO()
    imsave(file, pixels, format="png")
    return base64.b64encode(file.getvalue()).decode()


def draw(height=1.0, width=4, **settings):
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(width, 3))
        axes = figure.subplots()
        axes.set(title="Learning rate 0.25", ylim=(0, 10))
        axes.plot([0, 1, 2], [0, height, 9])
        file = io.BytesIO()
        figure.savefig(file, format="png")
    return base64.b64encode(file.getvalue()).decode()


def test_pictures_that_are_alike():
    assert store.alike(draw(), draw(**{"text.hinting": "none"}))
    assert not store.alike(draw(), draw(height=1.1))
    assert not store.alike(draw(), draw(width=5))


@pytest.fixture
def own_settings(tmp_path, monkeypatch):
    """What a user may have set for every plot, every IPython, and every Python."""
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\nfigure.dpi: 150\naxes.grid: True\nfigure.facecolor: black\n"
    )
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text(
        "started = True\nimport matplotlib.pyplot as plt\nplt.rcParams['font.size'] = 40\n"
    )
    (tmp_path / "startup.py").write_text("started = True\n")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "startup.py"))
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path))
    monkeypatch.setenv("MPLBACKEND", "svg")
    monkeypatch.setenv("PYTHONOPTIMIZE", "1")
    monkeypatch.setenv("PYTHONWARNINGS", "error")


def test_a_users_own_settings_change_nothing(tmp_path, own_settings, capsys):
    path = save(tmp_path, PLOT, "'started' in globals()", "__debug__")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPYTHONDIR", "MATPLOTLIBRC", *rules.NOT_FOR_KERNELS):
            patch.delenv(name, raising=False)
        assert store.main([str(path)]) == 0
    assert '"False"' in path.read_text("utf-8") and '"True"' in path.read_text("utf-8")
    assert store.main(["--check", str(path)]) == 0, capsys.readouterr()
    assert check.main([str(path)], timeout=60) == 0, capsys.readouterr()
