"""Run notebooks and store them with their outputs: ``python -m gdlesson.classroom.store [notebook ...]``.

Lessons are stored with outputs, because `classroom.check` compares the output of each cell with the stored one,
and because GitHub then shows complete lessons. Whatever differs between runs or machines is left out or refused,
so storing a lesson twice gives the same bytes, and a change to a lesson is a small diff.

``--check`` writes nothing, and names the notebooks whose stored outputs differ from those of a new run.
"""

import argparse
import base64
import io
import itertools
import os
import re
import subprocess
import sys

import nbformat
import numpy as np
from matplotlib.image import imread
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from gdlesson.classroom.lessons import NOTEBOOKS, LessonError, code_cells, find_notebooks, place, plain, read
from gdlesson.classroom.rules import NOT_FOR_KERNELS, cell_limit, for_kernels

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
UNREPEATABLE = {
    "an address in memory": re.compile(r"\bat 0x[0-9a-fA-F]{6,}"),
    "the number of a process": re.compile(r"\bipykernel_\d+"),
    "a path of this machine": re.compile("|".join(re.escape(str(p)) for p in (NOTEBOOKS.parent, sys.prefix))),
}


def execute(notebook, folder):
    """Run all cells in a new kernel of this Python, started in `folder`, and put the outputs into the cells."""
    environment = {
        name: value for name, value in os.environ.items() if name not in NOT_FOR_KERNELS
    } | for_kernels()
    client = NotebookClient(notebook, kernel_name="python3", timeout=cell_limit(), record_timing=False)
    try:
        with client.setup_kernel(cwd=str(folder), env=environment, stderr=subprocess.DEVNULL):
            for index, cell in enumerate(notebook.cells):
                if cell.cell_type == "code":
                    cell.update(outputs=[], execution_count=None)
                    execute_cell(client, cell, index)
    except RuntimeError as error:
        raise LessonError(f"the kernel did not start: {error}") from error


def execute_cell(client, cell, index):
    """Run one cell; an error is allowed only if the cell has the tag ``raises-exception``."""
    try:
        client.execute_cell(cell, index)
    except CellTimeoutError as error:
        raise LessonError(f"{place(client.nb, cell)}: ran for more than {client.timeout} seconds") from error
    except DeadKernelError as error:
        raise LessonError(f"{place(client.nb, cell)}: the kernel died") from error
    except CellExecutionError:
        pass  # the error is among the outputs; so are errors while displaying a value, which raise nothing
    for output in cell.outputs:
        if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
            raise LessonError(f"{place(client.nb, cell)}: {output.ename}: {plain(output.evalue)}")


def normalize(notebook):
    """Bring an executed notebook into the normal form in which it is stored."""
    notebook.update(metadata=METADATA, nbformat=4, nbformat_minor=5)
    give_ids(notebook)
    for cell in notebook.cells:
        cell.metadata = normal_metadata(cell.metadata)
        if cell.cell_type == "code":
            cell.outputs = normal_outputs(cell.outputs)
            refuse_unrepeatable(notebook, cell)
    for number, cell in enumerate(code_cells(notebook), start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number


def give_ids(notebook):
    """Give each cell a unique id; a cell that has one keeps it."""
    seen, taken = {None}, {cell.get("id") for cell in notebook.cells}
    free = (name for n in itertools.count(1) if (name := f"cell-{n}") not in taken)
    for cell in notebook.cells:
        if cell.get("id") in seen:
            cell["id"] = next(free)
        seen.add(cell["id"])


def normal_metadata(metadata):
    """Keep the tags and the folded state of a cell, if they are set."""
    kept = {name: metadata.get(name) for name in ("tags", "jupyter")}
    if kept["jupyter"]:
        kept["jupyter"] = {name: value for name, value in kept["jupyter"].items() if value}
    return nbformat.from_dict({name: value for name, value in kept.items() if value})


def normal_outputs(outputs):
    """Drop what varies between runs, and join consecutive pieces of one stream."""
    normal = []
    for output in outputs:
        if output.output_type == "stream" and normal and normal[-1].get("name") == output.name:
            normal[-1].text += output.text
            continue
        if output.output_type == "error":  # frames outside the lesson contain paths of one machine
            output.traceback = [frame for frame in map(plain, output.traceback) if not frame.startswith("File ")]
        if "data" not in output or normal_data(output.data):
            normal.append(output)
    return normal


def normal_data(data):
    """Drop widget views from the data of one output, and metadata from its picture."""
    data.pop("application/vnd.jupyter.widget-view+json", None)
    if "image/png" in data:
        data["image/png"] = base64.b64encode(plain_png(base64.b64decode(data["image/png"]))).decode()
    return data


def plain_png(png):
    """Drop the text and date chunks of a PNG file."""
    kept, start = [png[:8]], 8
    while start < len(png):
        end = start + 12 + int.from_bytes(png[start : start + 4])
        if png[start + 4 : start + 8] not in (b"tEXt", b"zTXt", b"iTXt", b"tIME"):
            kept.append(png[start:end])
        start = end
    return b"".join(kept)


def refuse_unrepeatable(notebook, cell):
    """Raise LessonError if an output of `cell` contains something that no other run can reproduce."""
    for output in cell.outputs:
        texts = [output.get("text"), output.get("evalue"), *output.get("traceback", [])]
        texts += output.get("data", {}).values()
        for what, pattern in UNREPEATABLE.items():
            if found := pattern.search("\n".join(map(str, texts))):
                raise LessonError(f"{place(notebook, cell)}: shows {what}, which never compares equal: {found[0]}")


def pictures(notebook):
    """List all PNG pictures of a notebook, encoded in base64."""
    outputs = itertools.chain.from_iterable(cell.outputs for cell in code_cells(notebook))
    return [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]


def coarse_pixels(picture):
    """Decode a picture and average it over blocks of 8 × 8 pixels."""
    pixels = imread(io.BytesIO(base64.b64decode(picture)), format="png")
    rows, columns = (size // 8 for size in pixels.shape[:2])
    return pixels[: 8 * rows, : 8 * columns].reshape(rows, 8, columns, 8, -1).mean(axis=(1, 3))


def alike(picture, other):
    """Tell whether two pictures show the same, although machines differ in how they render the edges of letters.

    Rendering letters without hinting changes a block by up to 0.09; moving a curve by 3 pixels, by 0.16.
    """
    ours, theirs = coarse_pixels(picture), coarse_pixels(other)
    return ours.shape == theirs.shape and np.abs(ours - theirs).max(initial=0) <= 0.12


def difference(stored, notebook):
    """Say where the text of a stored notebook differs from an executed one; None if it does not."""
    before = nbformat.v4.reads(stored)
    for old, new in zip(pictures(before), pictures(notebook), strict=False):
        if alike(old, new):
            stored = stored.replace(old, new)
    if stored == text_of(notebook):
        return None
    before = nbformat.v4.reads(stored)
    for old, new in zip(before.cells, notebook.cells, strict=True):
        if old != new and new.cell_type == "code":
            return place(notebook, new)
    return "its metadata or its layout"


def text_of(notebook):
    """Return a notebook as the text of its file."""
    return nbformat.v4.writes(notebook) + "\n"


def run(path):
    """Return a notebook as it should be stored: executed and in the normal form."""
    notebook = read(path)
    execute(notebook, path.resolve().parent)
    normalize(notebook)
    return notebook


def store(path):
    """Run and store one notebook, and say whether it changed; if it fails, nothing is written."""
    text = text_of(run(path))
    if path.read_bytes() == text.encode():
        return "unchanged"
    complete = path.with_name(path.name + ".new")  # an interruption leaves the old file intact
    complete.write_bytes(text.encode())
    complete.replace(path)
    return "stored"


def check(path):
    """Run one notebook and compare it with its file, which stays as it is."""
    if where := difference(path.read_bytes().decode(), run(path)):
        advice = f"if you changed the lesson, store it: python -m gdlesson.classroom.store {path}"
        raise LessonError(f"differs from what running it gives, first in {where}; {advice}")
    return "as stored"


def main(arguments=None):
    """Store or check the notebooks given on the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m gdlesson.classroom.store", description="Store notebooks executed."
    )
    parser.add_argument("notebooks", nargs="*", help="default: all of notebooks/")
    parser.add_argument("--check", action="store_true", help="write nothing, say which differ from what is stored")
    options = parser.parse_args(arguments)
    paths = find_notebooks(options.notebooks)
    if not paths:
        print("There are no notebooks, so nothing was done.", file=sys.stderr)
        return 1
    try:
        return max([treat(path, check if options.check else store) for path in paths])
    except KeyboardInterrupt:
        print("Stopped: this notebook and those after it are as they were.", file=sys.stderr)
        return 130


def treat(path, action):
    """Store or check one notebook and print the result; return the exit status."""
    try:
        print(f"{path}: {action(path)}", flush=True)
    except LessonError as error:
        print(f"{path}: {error}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
