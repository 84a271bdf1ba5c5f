"""`kejian policy`: what an enterprise can apply for on a day, why, and what it is worth."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kejian.commands.common import plain_errors
from kejian.commands.policy_options import (
    CheckFormat,
    DateOption,
    FormatOption,
    Language,
    LanguageOption,
    PolicyFormat,
    ProfileOption,
    RulesOption,
    book_of,
    day_of,
    kinds_of,
    label_of,
    policy_of,
    print_json,
    profile_of,
    write_bytes,
)
from kejian.commands.policy_rules import changes, draft, listing

if TYPE_CHECKING:
    from kejian.policy.combining import Combination
    from kejian.policy.combining import Path as Way
    from kejian.policy.model import RuleBook
    from kejian.policy.verdicts import Verdict

policy = typer.Typer(
    no_args_is_help=True, help="Policies: what an enterprise can apply for, why, and what it is worth."
)


@policy.command()
def check(
    profile: ProfileOption,
    day: DateOption = None,
    rules: RulesOption = None,
    format_: Annotated[
        CheckFormat, typer.Option("--format", help="For people, for programs, or a page to print.")
    ] = CheckFormat.TEXT,
    language: LanguageOption = Language.ZH,
    keep: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="Keep the result, for `kejian policy changes`.")
    ] = None,
) -> None:
    """Say of every policy whether the enterprise can use it on a day, and what it is worth.

    Then the best lawful combination, and what a standing that it does not have would open. With --format html
    a page without script, with every trace and reference, to print.
    """
    with plain_errors():
        from kejian.policy.combining import combine, paths
        from kejian.policy.verdicts import check as verdicts_on

        book, on, said = book_of(rules), day_of(day), profile_of(profile)
        verdicts = verdicts_on(said, day=on, book=book)
        combination = combine(verdicts, book=book)
        ways = paths(said, verdicts, day=on, book=book)
        if keep is not None:
            from kejian.policy.keeping import keep as kept
            from kejian.policy.keeping import to_json

            write_bytes(keep, to_json(kept(said, verdicts, day=on)))
    if format_ is CheckFormat.JSON:
        from kejian.policy.showing import as_json

        print_json([as_json(v) for v in verdicts])
    elif format_ is CheckFormat.HTML:
        from kejian.policy.printing import as_html

        if language is Language.EN:
            from kejian.policy.english import in_english

            book = in_english(book)
            verdicts = verdicts_on(said, day=on, book=book)
            combination = combine(verdicts, book=book)
            ways = paths(said, verdicts, day=on, book=book)

        page = as_html(
            said, verdicts, day=on, book=book, combination=combination, paths=ways, language=language.value
        )
        typer.echo(page, nl=False)
    else:
        _print_checked(verdicts, combination, ways, book)


def _print_checked(
    verdicts: "tuple[Verdict, ...]", combination: "Combination", ways: "tuple[Way, ...]", book: "RuleBook"
) -> None:
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
        lacks = "、".join([s.text for s in way.failing] or [label_of(name) for name in way.needs])
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

        book, on, said = book_of(rules), day_of(day), profile_of(profile)
        check_dates(said, on)
        verdict = judge(policy_of(book, policy_id), said, day=on, book=book)
        turning = changes(verdict, said, day=on, book=book)
        later = turns_on(verdict, said, day=on, book=book)
    from kejian.policy import showing

    if format_ is PolicyFormat.JSON:
        kinds = kinds_of()
        answer = showing.as_json(verdict)
        answer["changes"] = [
            {"field": c.field, "value": showing.plain(c.value, kinds[c.field]),
             "to": showing.plain(c.to, kinds[c.field]), "verdict": c.verdict.value}
            for c in turning
        ]  # fmt: skip
        answer["about"] = showing.about_json(book.policies[policy_id])
        answer["turns_on"] = later.isoformat() if later else None
        print_json(answer)
        return
    typer.echo("\n".join(showing.about(book.policies[policy_id])))
    _print_explained(verdict, turning, later)


def _print_explained(verdict: "Verdict", turning: Any, later: date | None) -> None:
    from kejian.policy import showing

    typer.echo(f"{showing.LABELS[verdict.kind]}：" + "\n".join(showing.lines(verdict)))
    typer.echo("\n".join(f"  {line}" for line in showing.trace(verdict)))
    kinds = kinds_of()
    for change in turning:
        was, to = (showing.shown(v, kinds[change.field]) for v in (change.value, change.to))
        typer.echo(f"若{label_of(change.field)}由{was}变为{to}：{showing.LABELS[change.verdict]}")
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

        on = day_of(day)
        said = profile_of(profile) if profile else Profile({})
        check_dates(said, on)
        asked = questions(said, day=on, book=book_of(rules))
    if format_ is PolicyFormat.JSON:
        print_json([msgspec.to_builtins(question) for question in asked[:limit]])
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
    issuer: Annotated[
        str | None, typer.Option(help="Only policies whose issuer or document number holds this.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="The most policies to show.")] = 5,
    rules: RulesOption = None,
    format_: FormatOption = PolicyFormat.TEXT,
) -> None:
    """Find the policies that a sentence concerns, and what the sentence says of the enterprise.

    The exit status is 1 when nothing is found.
    """
    with plain_errors():
        from kejian.policy.english import rules_for
        from kejian.policy.searching import search as search_policies
        from kejian.policy.sentence import read_sentence

        question = " ".join(words)
        book = book_of(rules) if rules else rules_for(question)
        found = search_policies(question, book=book, region=region, issuer=issuer, limit=limit)
        said = read_sentence(question)
    from kejian.policy import showing

    kinds = kinds_of()
    if format_ is PolicyFormat.JSON:
        print_json({
            "found": [
                {
                    "id": f.policy,
                    "title": book.policies[f.policy].title,
                    "score": f.score,
                    "alike": list(f.alike),
                }
                for f in found
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
                f"  {label_of(fact.field)} {showing.shown(fact.value, kinds[fact.field])}（{fact.words}）"
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
        book, on = book_of(rules), day_of(day)
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
def fields() -> None:
    """List the fields of a profile: name, kind, meaning, choices."""
    from kejian.policy.fields import fields as known

    for field in known().by_name.values():
        if field.computed and field.kind == "age":
            continue
        choices = f"  {' | '.join(field.choices)}" if field.choices else ""
        typer.echo(f"{field.name}  {field.kind}  {field.label}{choices}")


policy.command()(draft)
policy.command("list")(listing)
policy.command()(changes)
