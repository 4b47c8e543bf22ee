"""Pages: citizen, village, desk, departments, cockpit, and the shell they share."""
