"""Statements: who says what, in quotation marks or without, and what it is worth by its own words."""
