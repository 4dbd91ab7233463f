"""Topics: what a text is about, as sections, media topics, a publication's tags, and words that might be new ones."""
