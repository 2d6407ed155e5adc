"""One folder per explorer: `run.py` is what happens, `picture.py` how it looks, `explorer.py` what moves."""
