"""区划：administrative divisions from province to village with their history, and the corrections to the working calendar."""
