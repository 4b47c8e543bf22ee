"""Settings, addresses, the embedded database and the `yimen` command."""
