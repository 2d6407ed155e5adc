"""Loss and accuracy, during and after training."""
