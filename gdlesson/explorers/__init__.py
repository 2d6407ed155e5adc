"""One folder per explorer: `run.py` computes, `picture.py` draws, `explorer.py` adds the controls."""
