"""Extraction: from the text of an article to findings that an editor can trust. Rules and tables only, no model, no I/O."""
