"""People: which persons a text names, what each is, and which names are of one person."""
