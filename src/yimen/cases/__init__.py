"""审核确认：the case from acceptance to award."""
