"""How the pages of a PDF are read: glyphs -> words -> columns -> paragraphs."""
