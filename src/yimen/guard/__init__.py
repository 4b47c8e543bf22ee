"""守：what holds whatever code runs — scope and row policies, sealed fields, the field inventory, the clock."""
