"""What scripts measure: cases from SQuAD files (`squad`), and how well they are answered
(`measures`).
"""
