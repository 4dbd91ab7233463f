"""Broadsheet: a static-site publication generator for news archives."""

__version__ = "0.1.0"
