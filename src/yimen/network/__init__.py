"""网：organisations, the posts people hold in them, and what each post may do."""
