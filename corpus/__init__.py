"""What a report is: documents read from files, and their sentences and passages."""
