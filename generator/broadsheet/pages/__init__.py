"""Pages: what is published where, and the frozen view that each page is rendered from. Never imports `render`."""
