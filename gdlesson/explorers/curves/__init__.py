"""Loss and accuracy, live and afterwards."""
