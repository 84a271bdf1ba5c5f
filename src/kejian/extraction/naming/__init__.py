"""The named things of a document: candidates, a learned choice among them, and which names are one thing's.

Knows words and sentences; knows nothing of figures or events. The way in is `entities`.
"""
