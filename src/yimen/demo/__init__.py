"""演示：a synthetic county with planted truths. Nothing imports it."""
