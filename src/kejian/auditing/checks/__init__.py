"""The checks: one module each, a function from a body of documents to findings.

They are listed in `kejian.auditing.audit`.
"""
