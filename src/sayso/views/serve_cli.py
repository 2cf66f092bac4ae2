"""``sayso serve``: the desk, pages and REST over a ledger; ``sayso token``: who may use it."""

from __future__ import annotations

import getpass
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

import typer

from sayso.views.calm import calmly
from sayso.views.ledger_cli import Threads, Where

serve_app = typer.Typer()
# What the extra *desk* brings, by the names of the modules.
_NEEDED = {
    "fastapi": "fastapi", "jinja2": "jinja2", "python_multipart": "python-multipart",
    "uvicorn": "uvicorn",
}  # fmt: skip
Tokens = typer.Option("--tokens", metavar="FILE", help="Who may use the desk: names and roles.")


@serve_app.command()
@calmly()
def serve(  # noqa: PLR0913 - one parameter for each option
    *,
    ledger: Where = "sayso.db",
    host: Annotated[
        str,
        typer.Option(metavar="HOST", help="Where to listen; beyond this machine with --tokens."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="At which port; 0 is any.")
    ] = 8765,
    tokens: Annotated[Path | None, Tokens] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name the desk goes by, too, as its address has it."),
    ] = None,
    proxy_user_header: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The header in which a proxy names who asks."),
    ] = None,
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="Where that header is believed from."),
    ] = None,
    threads: Threads = 0,
) -> None:
    """Open the desk, for a browser and for programs, until Ctrl-C."""
    _check_installed()
    from sayso.views.desk.opening import Place, is_loopback, rules_for  # noqa: PLC0415
    from sayso.views.desk.opening import serve as serve_desk  # noqa: PLC0415
    from sayso.views.desk.state import DeskSettings  # noqa: PLC0415
    from sayso.views.notices import notice  # noqa: PLC0415

    place = Place(host, port, tuple(allow_host or ()), tokens, proxy_user_header,
                  tuple(trusted_proxy or ()), _login())  # fmt: skip
    settings = DeskSettings(ledger, rules_for(place), threads)
    new = "://" not in ledger and not Path(ledger).exists()

    def told(address: str) -> None:
        if new:
            notice(f"{ledger} is a new ledger, with nothing in it yet")
        notice(f"the desk over {ledger} is open at {address} (Ctrl-C closes it)")
        if not is_loopback(host):
            notice("it does not encrypt: let a server before it do that (docs/desk.md)")

    with suppress(KeyboardInterrupt):
        serve_desk(settings, place, told)
    notice("the desk is closed")


@serve_app.command()
@calmly()
def token(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose; judgements go by it.")],
    *,
    role: Annotated[
        Literal["reader", "editor", "admin"],
        typer.Option(help="What he may do: read; add and judge, too; forget and read again, too."),
    ] = "reader",
    tokens: Annotated[Path, Tokens] = Path("tokens.txt"),
) -> None:
    """Let somebody use the desk: print a new token, and keep a hash of it."""
    from sayso.views.desk.access import add_account  # noqa: PLC0415
    from sayso.views.notices import notice  # noqa: PLC0415

    typer.echo(add_account(tokens, name, role))
    notice(f"{name} is {role} in {tokens}; the token is shown this once. "
           f"`sayso serve --tokens {tokens}` must be started anew to know it")  # fmt: skip


def _check_installed() -> None:
    lacking = [package for module, package in _NEEDED.items() if find_spec(module) is None]
    if lacking:
        raise typer.BadParameter(
            f"the desk needs {', '.join(lacking)}, not installed here: pip install 'sayso[desk]'"
        )


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return "local"
