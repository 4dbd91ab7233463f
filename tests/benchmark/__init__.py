"""The benchmark: one news archive, built by several generators, checked, timed and compared. See README.md."""
