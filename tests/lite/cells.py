"""Run `cells` in JupyterLite's kernel, and give back their outputs; kernel.mjs runs this in Pyodide."""

import json
import os

import pyodide_kernel

os.chdir("/drive")
kernel, shell = pyodide_kernel.kernel_instance, pyodide_kernel.ipython_shell
outputs = []


def add(kind, **fields):
    outputs[-1].append({"output_type": kind, **fields})


def stream(name, text):
    last = outputs[-1][-1] if outputs[-1] else {}
    if last.get("name") == name:
        last["text"] += text
    else:
        add("stream", name=name, text=text)


def update(data, metadata, transient):
    for output in (output for cell in outputs for output in cell):
        if output.get("transient") == transient:
            output.update(data=data)


pyodide_kernel.stdout_stream.publish_stream_callback = stream
pyodide_kernel.stderr_stream.publish_stream_callback = stream
shell.display_pub.display_data_callback = lambda data, metadata, transient: add(
    "display_data", data=data, metadata=metadata or {}, transient=transient
)
shell.display_pub.update_display_data_callback = update
shell.display_pub.clear_output_callback = lambda wait=False: outputs[-1].clear()
shell.displayhook.publish_execution_result = lambda count, data, metadata: add(
    "execute_result", execution_count=count, data=data, metadata=metadata or {}
)
shell.send_comm = lambda *message: None
for source in cells:  # noqa: F821
    outputs.append([])
    answer = await kernel.run(source)  # noqa: F704, PLE1142
    if answer["status"] == "error":
        add("error", **{name: answer[name] for name in ("ename", "evalue", "traceback")})
json.dumps(outputs, default=str)
