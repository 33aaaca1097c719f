"""How a passage is found: an index of documents by meaning and by words."""
