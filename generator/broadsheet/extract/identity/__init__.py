"""Identity: which entry of a publication's registers a name or an office in a text means, and the actors that come of it."""
