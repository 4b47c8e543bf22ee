"""审计：every look and every write leaves one row; sealed in batches."""
