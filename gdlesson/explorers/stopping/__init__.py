"""Rules that stop a run."""
