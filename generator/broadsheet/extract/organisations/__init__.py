"""Organisations: those that are known by name, and those that their own words or the words around them show."""
