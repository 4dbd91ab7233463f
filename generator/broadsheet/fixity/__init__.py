"""Fixity: a published site compared with its own manifest."""
