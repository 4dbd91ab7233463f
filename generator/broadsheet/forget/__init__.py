"""Forgetting: a person is taken out of sources, output and state, and every byte is searched for the name."""
