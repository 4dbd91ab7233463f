"""Build: the one place where the stages meet, and the publication of their result."""
