"""A valley that becomes a bowl as inputs are scaled."""
