"""The county's register of existing recipients comes in: staged, checked whole, promoted at once."""
