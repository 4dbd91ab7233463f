"""Countries: every name that a country, a part of one or a people has in a text, and what only looks like one."""
