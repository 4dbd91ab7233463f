"""Serve: build, show on this machine only, and build again when something changes."""
