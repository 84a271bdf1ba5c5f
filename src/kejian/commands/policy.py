"""`kejian policy`: what an enterprise can apply for on a day, why, and what it is worth."""

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kejian.commands.common import plain_errors

if TYPE_CHECKING:
    from kejian.policy.model import RuleBook
    from kejian.policy.profile import Profile
    from kejian.policy.verdicts import Verdict

policy = typer.Typer(
    no_args_is_help=True, help="Policies: what an enterprise can apply for, why, and what it is worth."
)


class PolicyFormat(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"


ProfileOption = Annotated[
    Path,
    typer.Option("--profile", metavar="FILE", help="What the enterprise says of itself: JSON, CSV, XLSX."),
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="The day asked about.", show_default="today"),
]
RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="FOLDER", help="Rule files of your own.", show_default="Kejian's"),
]
FormatOption = Annotated[PolicyFormat, typer.Option("--format", help="For people, or JSON for programs.")]


@policy.command()
def check(
    profile: ProfileOption,
    day: DateOption = None,
    rules: RulesOption = None,
    format_: FormatOption = PolicyFormat.TEXT,
) -> None:
    """Say of every policy whether the enterprise can use it on a day, and what it is worth.

    Then the best lawful combination, and what a standing that it does not have would open.
    """
    with plain_errors():
        from kejian.policy.combining import combine, paths
        from kejian.policy.verdicts import check as verdicts_on

        book, on, said = _book(rules), _day(day), _profile(profile)
        verdicts = verdicts_on(said, day=on, book=book)
        combination = combine(verdicts, book=book)
        ways = paths(said, verdicts, day=on, book=book)
    if format_ is PolicyFormat.JSON:
        from kejian.policy.showing import as_json

        _json([as_json(v) for v in verdicts])
        return
    from kejian.policy.showing import LABELS, lines

    for kind, label in LABELS.items():
        some = [v for v in verdicts if v.kind is kind]
        if some:
            typer.echo(f"{label}（{len(some)}）")
            for verdict in some:
                typer.echo("\n".join(f"  {line}" for line in lines(verdict)))
            typer.echo()
    titles = {name: p.title for name, p in book.policies.items()}
    for choice in combination.choices:
        if choice.left:
            left = "、".join(titles[name] for name in choice.left)
            typer.echo(f"择优：取“{titles[choice.taken]}”，不取“{left}”：{choice.reason}")
    for way in ways:
        opens = "、".join(titles[name] for name in way.opens)
        lacks = "、".join([s.text for s in way.failing] or [_label(name) for name in way.needs])
        typer.echo(
            f"路径：取得“{titles[way.policy]}”后可享受：{opens}" + (f"；尚缺：{lacks}" if lacks else "")
        )


@policy.command()
def explain(
    policy_id: Annotated[str, typer.Argument(metavar="POLICY", help="The id of a policy.")],
    profile: ProfileOption,
    day: DateOption = None,
    rules: RulesOption = None,
    format_: FormatOption = PolicyFormat.TEXT,
) -> None:
    """Show every step that leads to the verdict on one policy, and what would change it."""
    with plain_errors():
        from kejian.policy.changing import changes, turns_on
        from kejian.policy.profile import check_dates
        from kejian.policy.verdicts import judge

        book, on, said = _book(rules), _day(day), _profile(profile)
        check_dates(said, on)
        verdict = judge(_policy(book, policy_id), said, day=on, book=book)
        turning = changes(verdict, said, day=on, book=book)
        later = turns_on(verdict, said, day=on, book=book)
    from kejian.policy import showing

    if format_ is PolicyFormat.JSON:
        kinds = _kinds()
        answer = showing.as_json(verdict)
        answer["changes"] = [
            {"field": c.field, "value": showing.plain(c.value, kinds[c.field]),
             "to": showing.plain(c.to, kinds[c.field]), "verdict": c.verdict.value}
            for c in turning
        ]  # fmt: skip
        answer["about"] = showing.about_json(book.policies[policy_id])
        answer["turns_on"] = later.isoformat() if later else None
        _json(answer)
        return
    typer.echo("\n".join(showing.about(book.policies[policy_id])))
    _print_explained(verdict, turning, later)


def _print_explained(verdict: "Verdict", turning: Any, later: date | None) -> None:
    from kejian.policy import showing

    typer.echo(f"{showing.LABELS[verdict.kind]}：" + "\n".join(showing.lines(verdict)))
    typer.echo("\n".join(f"  {line}" for line in showing.trace(verdict)))
    kinds = _kinds()
    for change in turning:
        was, to = (showing.shown(v, kinds[change.field]) for v in (change.value, change.to))
        typer.echo(f"若{_label(change.field)}由{was}变为{to}：{showing.LABELS[change.verdict]}")
    if later:
        typer.echo(f"其他不变，自{later}起结论改变")


@policy.command()
def ask(
    profile: Annotated[
        Path | None, typer.Option("--profile", metavar="FILE", help="What is known so far.")
    ] = None,
    day: DateOption = None,
    rules: RulesOption = None,
    limit: Annotated[int, typer.Option(min=1, help="The most questions to show.")] = 5,
    format_: FormatOption = PolicyFormat.TEXT,
) -> None:
    """List the questions that settle most verdicts, the most useful first."""
    with plain_errors():
        import msgspec

        from kejian.policy.asking import questions
        from kejian.policy.profile import Profile, check_dates

        on = _day(day)
        said = _profile(profile) if profile else Profile({})
        check_dates(said, on)
        asked = questions(said, day=on, book=_book(rules))
    if format_ is PolicyFormat.JSON:
        _json([msgspec.to_builtins(question) for question in asked[:limit]])
        return
    for question in asked[:limit]:
        typer.echo(
            f"{question.question}  [{question.field}] "
            f"可定{question.settles}项，涉及{len(question.concerns)}项"
        )
    typer.echo(f"{len(asked)} questions left" if asked else "nothing left to ask", err=True)


@policy.command()
def search(
    words: Annotated[list[str], typer.Argument(help="What you look for, in your own words.")],
    region: Annotated[str | None, typer.Option(help="Only policies of this region.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="The most policies to show.")] = 5,
    rules: RulesOption = None,
    format_: FormatOption = PolicyFormat.TEXT,
) -> None:
    """Find the policies that a sentence concerns, and what the sentence says of the enterprise.

    The exit status is 1 when nothing is found.
    """
    with plain_errors():
        from kejian.policy.searching import search as search_policies
        from kejian.policy.sentence import read_sentence

        book = _book(rules)
        found = search_policies(" ".join(words), book=book, region=region, limit=limit)
        said = read_sentence(" ".join(words))
    from kejian.policy import showing

    kinds = _kinds()
    if format_ is PolicyFormat.JSON:
        _json({
            "found": [
                {"id": f.policy, "title": book.policies[f.policy].title, "score": f.score} for f in found
            ],
            "profile": {s.field: showing.plain(s.value, kinds[s.field]) for s in said},
            "words": {s.field: s.words for s in said},
        })  # fmt: skip
    else:
        for hit in found:
            one = book.policies[hit.policy]
            documents = one.versions[-1].document or "文件号未查到"
            typer.echo(f"{one.title} {one.id}  {documents}\n  {one.who}")
        if said:
            typer.echo("\n读出的情况，请核对：")
        for fact in said:
            typer.echo(
                f"  {_label(fact.field)} {showing.shown(fact.value, kinds[fact.field])}（{fact.words}）"
            )
    if not found:
        raise typer.Exit(1)


@policy.command()
def bulk(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="One enterprise a row: CSV, XLSX, Parquet.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the verdicts go: .csv or .parquet.")
    ] = None,
    day: DateOption = None,
    rules: RulesOption = None,
    parameters: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Other parameters, to compare with those in force.")
    ] = None,
    errors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the broken cells go, as CSV.")
    ] = None,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Add what fails, what is needed and what is not verified.")
    ] = False,
) -> None:
    """Judge a table of enterprises; print how many qualify and what it costs, as CSV.

    Broken rows are named with row and column on standard error (the first twenty; all with --errors), the
    others are computed; the exit status is then 1.
    """
    with plain_errors():
        from kejian.policy import bulk as tables

        if out is not None and out.suffix.lower() not in (".csv", ".parquet"):
            raise typer.BadParameter("a file that ends in .csv or .parquet", param_hint="--out")
        book, on = _book(rules), _day(day)
        changed = tables.with_parameters(book, parameters) if parameters else None
        frame = tables.read_table(table)
        result = tables.evaluate(frame, day=on, book=book, explained=reasons)
        shown = tables.summary(result, book)
        if changed is not None:
            other = tables.evaluate(frame, day=on, book=changed)
            shown = tables.compared(shown, tables.summary(other, changed))
        if out is not None:
            tables.write(result.table, out)
        if errors is not None:
            tables.write(result.broken, errors)
    typer.echo(shown.write_csv(), nl=False)
    for row, column, found, expected in result.broken.head(20).iter_rows():
        typer.echo(f"kejian: {table.name}, row {row}, {column}: “{found}”; expected {expected}", err=True)
    if result.broken.height:
        rows = result.broken["row"].n_unique()
        typer.echo(f"kejian: {rows} of {frame.height} rows were not computed", err=True)
        raise typer.Exit(1)


@policy.command()
def draft(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A policy, or a text that tells of policies.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.yaml", help="Where the draft goes.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="The year that days without one fall in.")] = None,
) -> None:
    """Turn what a document states of policies into draft rules for an expert to finish.

    Every number carries its place in the document; what is not stated stays open. Of several policies the
    drafts go to FILE.yaml, FILE-2.yaml and so on. The exit status is 1 when no terms are found.
    """
    with plain_errors():
        from kejian.model import About
        from kejian.policy.drafting import draft as drafts_of
        from kejian.policy.drafting import write
        from kejian.reading import read

        found = drafts_of(read(file), about=About(report_year=year))
        written = write(found, out) if out else ()
    for at, one in enumerate(found):
        if out is None:
            typer.echo(("---\n" if at else "") + one.text, nl=False)
        where = f" → {written[at]}" if written else ""
        typer.echo(f"{one.title}: {len(one.terms)} terms{where}", err=True)
    if not found:
        typer.echo(f"kejian: no terms of a policy in {file.name}", err=True)
        raise typer.Exit(1)


@policy.command()
def fields() -> None:
    """List the fields of a profile: name, kind, meaning, choices."""
    from kejian.policy.fields import fields as known

    for field in known().by_name.values():
        if field.computed and field.kind == "age":
            continue
        choices = f"  {' | '.join(field.choices)}" if field.choices else ""
        typer.echo(f"{field.name}  {field.kind}  {field.label}{choices}")


def _book(folder: Path | None) -> "RuleBook":
    from kejian.policy.loading import load_rules, rules

    if folder is None:
        return rules()
    book = load_rules(folder)
    if book.drafts:
        typer.echo(f"kejian: {len(book.drafts)} drafts in {folder} give no verdict", err=True)
    return book


def _profile(path: Path) -> "Profile":
    from kejian.policy.reading import read_profile

    return read_profile(path)


def _policy(book: "RuleBook", name: str) -> Any:
    from kejian.policy.errors import RuleError

    if name not in book.policies:
        raise RuleError(f"no policy “{name}”", hint=f"expected one of {', '.join(book.policies)}")
    return book.policies[name]


def _day(text: str | None) -> date:
    from kejian.policy.errors import ProfileError

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ProfileError(f"“{text[:40]}” is no date", where="--date", hint="expected 2025-06-30") from error


def _kinds() -> dict[str, str]:
    from kejian.policy.fields import fields as known

    return {name: field.kind for name, field in known().by_name.items()}


def _label(name: str) -> str:
    from kejian.policy.fields import fields as known

    return known()[name].label


def _json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
