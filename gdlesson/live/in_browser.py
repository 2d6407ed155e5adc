"""What JupyterLite's kernel does not do by itself: go on with the next cells after an error made on purpose.

JupyterLab runs them, since such a cell has the tag ``raises-exception``. JupyterLite does not hear of tags; so on
the site, lite/build.py marks the cell, and its error is shown without telling the kernel of a failure.
"""

import sys

MARK = "# this error is made on purpose"


def install(shell):
    """Let an IPython shell show the errors of marked cells, and go on."""
    show, on_purpose = shell._showtraceback, False

    def before(info):
        nonlocal on_purpose
        on_purpose = info.raw_cell.rstrip().endswith(MARK)

    def shown(kind, error, lines):
        if on_purpose:
            print("\n".join(lines), file=sys.stderr)
        else:
            show(kind, error, lines)

    shell.events.register("pre_run_cell", before)
    shell._showtraceback = shown
