"""Content: from bytes to typed records. The only package that knows YAML and Markdown."""
