"""Languages: what pages say in the reader's language, and how that language writes dates, numbers and lists."""
