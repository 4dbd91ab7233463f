"""Render: from views to bytes. The only package that knows Jinja."""
