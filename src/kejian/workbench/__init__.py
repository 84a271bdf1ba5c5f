"""The workbench: the evidence base in the browser, for one person on their machine or for a team.

It may know everything below it (base, linking, auditing, answering, policy); nothing imports it but the
command that serves it. Django's connection ``default`` is the base itself, so that every function of
`kejian.base` is called with the alias ``"default"``.

Conventions, for adding a page NAME:

1. ``pages/NAME.py`` has ``context(viewer, …) -> dict`` of plain values (numbers, text, lists, dicts, msgspec
   structs), a ``view(request)`` that reads the address with `pages.number`, `pages.choice`, `pages.words` and
   answers with `pages.show`, and ``urls``, a list of ``path(…, name="NAME")`` and ``"NAME-…"`` for what is
   below it. Add ``*NAME.urls`` to `kejian.workbench.urls`; the navigation shows the page from then on.
2. ``templates/workbench/NAME.html`` extends ``workbench/base.html`` (blocks ``title``, ``page``: a class of
   the body such as ``full`` or ``narrow``, ``content``). Parts that htmx swaps are templates of their own,
   ``_NAME_part.html``, included by the page and named as ``fragment`` of `pages.show`.
3. The same values are JSON with ``?format=json``. A ``router`` (ninja) in the module, named in
   `kejian.workbench.api.ROUTERS`, adds operations to ``/api/…``.
4. The address holds the whole view: filters are a ``<form method="get" data-auto>`` with ``hx-get``,
   ``hx-target``, ``hx-push-url="true"``; links change parameters with ``{% query page=2 %}``; without
   JavaScript the same forms and links work.
5. Reading goes through `kejian.base.queries.visible_works`, ``visible_statements``, ``visible_documents``
   with ``request.viewer``; nothing else decides what is seen. What is not visible is `Http404`.
6. Changing is a POST with ``{% csrf_token %}`` (htmx sends the token by itself), a view under
   ``@needs("reviewer")`` (or ``editor``, ``administrator``, or a right of `accounts.ROLES`), one transaction
   with ``audit.record(request, "verb noun", "noun id", before, after)`` in it. Who loses a race is told with
   ``errors.Refused(…, status=409)``.
7. No inline script, style or event attribute (the policy forbids them): classes of ``workbench.css``,
   behaviour in a static file of the page named in its block ``head``. Text of documents is only ever
   autoescaped.
8. Words are English in the code, in ``{% translate "…" %}`` and ``gettext``; their Chinese goes to
   ``locale/zh_Hans/NAME.po``, and ``python -m kejian.workbench.catalogue`` checks it and writes the
   ``.mo``. Values, periods and words of the model: ``{{ value|said:unit }}``, ``{{ iso|dated }}``,
   ``{{ word|worded }}``.
9. Parts to build from: ``{% passage quote %}``, ``{% fact card %}`` (`facts.card`), ``{% figure chart %}``
   (`charts.chart`), ``{% sparkline values %}``, ``{% source document start end %}``, ``{% pages %}``,
   ``{% empty title %}``; tables as files by `downloads.csv_file`, which keeps formulas from being obeyed.
10. Tests in ``tests/workbench/test_NAME.py`` use the fixtures ``site`` (a Django client on each database, as
    the one who works alone), ``team`` (accounts of each role) and ``walk`` (a real browser).
"""
