"""The evidence base: documents and statements stored, queried, and what people decided about them.

The only package (with the workbench) that knows Django and SQL; imported by commands, never by reading,
language or extraction. `open_base` is the door for notebooks and scripts; the modules below it hold plain
functions that take a Django connection's alias, and may be imported once a base is open.
"""

from kejian.base.facade import Base, open_base

__all__ = ["Base", "open_base"]
