"""The desk: inbox, case page, steps, publicity, letters, payment lists."""
