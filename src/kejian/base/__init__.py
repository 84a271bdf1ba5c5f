"""The evidence base: documents and statements stored, queried, and what people decided about them.

The only package (with the workbench) that knows Django and SQL; imported by commands, never by reading,
language or extraction.
"""
