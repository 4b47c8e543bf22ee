"""核对：household means verification. Authorise first; no mandate, no check; check only, do not decide."""
