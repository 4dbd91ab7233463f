"""The catalog: everything that the stories and the register files say, resolved, ordered and addressed."""
