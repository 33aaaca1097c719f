"""PDFs: glyphs -> words -> lines -> columns -> paragraphs; `marked_page` draws one."""
