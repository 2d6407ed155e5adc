"""How every run ends: learning rate × start."""
