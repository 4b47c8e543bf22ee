"""Staff: signing in with a second factor, one's own account, and the posts that the administrators give."""
