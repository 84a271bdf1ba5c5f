"""Sentences out of stored texts: the same whether a text is read whole or cut by the database."""

import pytest

TEXT = "锦澜市科技创新年报\n全市新增高新技术企业71家。\n各区同样认定企业8家。\n实验室占地12000平方米。"


def rows(document, spans):
    names = ("start", "end", "sentence_start", "sentence_end")
    return [dict(zip(names, span, strict=True)) | {"number": document} for span in spans]


@pytest.mark.parametrize("times", [1, 2, 3, 7])
def test_each_row_has_the_text_around_its_sentence(base, keep, times):
    from kejian.base.models import Document
    from kejian.base.rows import AROUND
    from kejian.base.sentences import add_texts

    keep(TEXT)
    row = Document.objects.using(base.alias).get()
    spans = [(TEXT.index("8家"), TEXT.index("8家") + 2, 25 + at, 40) for at in range(times)]
    found = rows(row.pk, spans)
    add_texts(base.alias, found, document="number")
    for one in found:
        first, last = max(one["sentence_start"] - AROUND, 0), one["sentence_end"] + AROUND
        assert one["skipped"] == first
        assert one["text"] == row.text[first:last]
