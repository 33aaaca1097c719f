"""What scripts print: progress, the result of a rebuild, measured figures."""
