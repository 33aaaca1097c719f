"""What a report is: documents read from files, and their sentences and passages.

- a folder to files: `folder`
- a file to a document: `reading` in a process of its own (`confined`), by one of the `readers`
  (`pdf` for the pages of PDFs, `encoding` for texts) that give an `extract`, with `clean`,
  `libraries` and what is known of it: `metadata`, `sidecar`, `dates`, `language`
- a document to sentences and passages: `document`, `split`
- what is in a text: `numbers`, `numerals`, `quantities`, `figures`
- documents that are nearly the same: `duplicates`
- a page as it is shown: `page_picture`, `page_image`
"""
