"""`kejian serve` and `kejian accounts`: the workbench in the browser, and who may use it."""

import os
import socket
import sys
from typing import Annotated

import typer

from kejian.commands.common import BaseOption, plain_errors, user
from kejian.commands.terminal import say

accounts = typer.Typer(
    help="Accounts of a team's workbench.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
RoleOption = Annotated[str, typer.Option(help="reader, reviewer, editor or administrator.")]


def serve(
    base: BaseOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 8042,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others than this machine's own need --team.")
    ] = "127.0.0.1",
    team: Annotated[bool, typer.Option("--team", help="Ask for accounts (see `kejian accounts`).")] = False,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A name that readers use for this server; repeatable."),
    ] = None,
    https: Annotated[
        bool,
        typer.Option("--behind-https", help="A proxy in front speaks HTTPS and sets X-Forwarded-Proto/-For."),
    ] = False,
) -> None:
    """Open the evidence base in the browser: read, look, correct, ask, add documents.

    Alone on this machine it needs no set-up and no log-in, and listens nowhere else. For a team it asks for
    accounts. Ctrl-C stops it; what was being read in goes on at the next start.
    """
    with plain_errors():
        from kejian.errors import BaseError
        from kejian.workbench import prepare, server

        if not server.is_loopback(host) and not team:
            raise BaseError(
                "without accounts the workbench is served to this machine alone",
                where=f"--host {host}",
                hint="add --team, and make the first account: kejian accounts add NAME --role administrator",
            )
        sock = server.listen("127.0.0.1" if host == "localhost" else host, port)
        os.environ["KEJIAN_OWNER"] = user() if user() != "somebody" else "local"
        os.environ["KEJIAN_HOSTS"] = ",".join(_hosts(host, names or []))
        os.environ["KEJIAN_HTTPS"] = "1" if https else ""
        prepare.set_up(base, team=team)
        prepare.prepare()
        if team:
            _check_accounts()
        if not server.is_loopback(host) and not https:
            say("kejian: passwords travel in the clear: put a proxy with HTTPS in front", err=True)
        os.environ["KEJIAN_SECRET_KEY"] = os.environ.get("KEJIAN_SECRET_KEY") or prepare.secret_key()
        _forget_connections()
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{sock.getsockname()[1]}/"
        status = server.run(sock, ready=lambda: say(f"Kejian is at {address} (Ctrl-C stops it)"))
    raise typer.Exit(status)


def _hosts(host: str, names: list[str]) -> list[str]:
    """The names that a request may give as its host: ours, never a foreign page's."""
    own = [host] if host not in ("0.0.0.0", "::") else [socket.gethostname(), socket.getfqdn()]  # noqa: S104
    return list(dict.fromkeys([f"[{name}]" if ":" in name else name for name in [*own, *names]]))


def _check_accounts() -> None:
    from django.contrib.auth.models import User

    if not User.objects.filter(is_active=True).exists():
        say(
            "kejian: there are no accounts yet: kejian accounts add NAME --role administrator",
            err=True,
        )


def _forget_connections() -> None:
    from django.db import connections

    connections.close_all()


@accounts.command()
def add(
    name: Annotated[str, typer.Argument(help="The name to log in with; drafts are shared with it.")],
    role: RoleOption = "reader",
    base: BaseOption = None,
) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    with plain_errors():
        _open(base)
        from kejian.workbench import audit
        from kejian.workbench.accounts import add_account

        add_account(name, role, _password())
        audit.add(who=user(), action="add account", target=f"account {name}", after={"role": role})
    say(f"account {name}: {role}")


@accounts.command(name="list")
def list_(base: BaseOption = None) -> None:
    """List the accounts with their roles."""
    with plain_errors():
        _open(base)
        from django.contrib.auth.models import User

        from kejian.workbench.accounts import role_of

        for found in User.objects.order_by("username"):
            typer.echo(f"{found.username}\t{role_of(found)}{'' if found.is_active else chr(9) + 'locked'}")


@accounts.command()
def role(
    name: Annotated[str, typer.Argument(help="The account.")], role: RoleOption, base: BaseOption = None
) -> None:
    """Give an account another role."""
    with plain_errors():
        _open(base)
        from kejian.workbench import audit
        from kejian.workbench.accounts import set_role

        before = set_role(name, role)
        audit.add(
            who=user(),
            action="change role",
            target=f"account {name}",
            before={"role": before},
            after={"role": role},
        )
    say(f"account {name}: {role}")


@accounts.command()
def password(name: Annotated[str, typer.Argument(help="The account.")], base: BaseOption = None) -> None:
    """Give an account a new password, which ends its sessions."""
    with plain_errors():
        _open(base)
        from kejian.workbench import audit
        from kejian.workbench.accounts import set_password

        set_password(name, _password())
        audit.add(who=user(), action="change password", target=f"account {name}")
    say(f"account {name}: the password is changed")


@accounts.command()
def lock(
    name: Annotated[str, typer.Argument(help="The account.")],
    base: BaseOption = None,
    undo: Annotated[bool, typer.Option("--undo", help="Let it in again.")] = False,
) -> None:
    """Keep an account out, at once; what it did stays under its name."""
    with plain_errors():
        _open(base)
        from kejian.workbench import audit
        from kejian.workbench.accounts import set_active

        set_active(name, undo)
        audit.add(who=user(), action="unlock account" if undo else "lock account", target=f"account {name}")
    say(f"account {name}: {'open' if undo else 'locked'}")


def _open(base: str | None) -> None:
    from kejian.workbench import prepare

    prepare.set_up(base, team=True)
    prepare.prepare()


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
