"""`yimen bench PART`: how fast this installation does its heavy work. Each part cleans up after itself."""
