"""人：persons, households and what they declare. One household, one file (一户一档)."""
