"""The document that every finder reads: a text's tokens and sentences, the small words of English, and what kind a word is of."""
