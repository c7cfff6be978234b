"""The marts by plain Python, from METRICS.md and the docs of the marts: no SQL, no shared code.

What the SQL is checked against. It is written for being read, not for being fast.
"""
