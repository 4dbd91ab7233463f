"""Check: the problems of a publication without publishing it."""
