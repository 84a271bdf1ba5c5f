"""What each number is there for, and what it says: its role, aspect, value in context, and policy terms.

Knows one number in its sentence or cell; knows nothing of what is measured. The ways in are `roles`,
`aspects` and `terms`.
"""
