"""A folder of reports -> a version of the index.

`rebuild` does as little as possible: it has `gather` read the files (and keep an `inventory`), and
`build` make a version, with `encode` for vectors and `repeats` for what several reports say.
`cache` keeps results for the next time; `tools` are what a build works with; `watch` notices
changes.
"""
