"""Pages anyone may read: published notices, the front door."""
