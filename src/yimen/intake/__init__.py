"""受理：what a family asks for, from the first draft to a complete application."""
