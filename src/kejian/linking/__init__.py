"""Linking: the same measure of the same subject over the years.

Plain Python over plain values: it knows the nouns, the words of the vocabulary and the normal form of a text;
it knows no files, no database and no report. Facts come in, series go out.
"""

from kejian.linking.joining import link
from kejian.linking.model import Break, Derived, Linked, Loose, Said, Series
from kejian.linking.notes import notes
from kejian.linking.table import table

__all__ = ["Break", "Derived", "Linked", "Loose", "Said", "Series", "link", "notes", "table"]
