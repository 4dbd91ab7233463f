"""Pictures: what is in their files, and the smaller copies that pages offer to browsers."""
