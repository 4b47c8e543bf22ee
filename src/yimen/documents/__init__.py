"""Letters, forms and notices as PDF; what people hand in as files."""
