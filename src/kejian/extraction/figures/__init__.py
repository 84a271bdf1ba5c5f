"""Whole figures: what is measured, of whom, when and against what, over sentences, lists and tables.

Knows the numbers with their roles and the names of a document. The way in is `assembly`.
"""
