"""通知：messages out and one-time codes. A message is a row of the same transaction; no commit, no message."""
