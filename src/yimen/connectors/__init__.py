"""Where answers come from. A connector imports only `base` and `core`; others reach it by its key in the registry."""
