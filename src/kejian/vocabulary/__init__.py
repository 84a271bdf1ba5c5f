"""Units, domains, claims and other words as YAML that an expert edits, validated when loaded.

Knows nothing of the packages that use it.
"""
