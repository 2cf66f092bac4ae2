"""``sayso serve``: the desk, pages and REST over a ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.views.calm import calmly
from sayso.views.ledger_cli import Where

serve_app = typer.Typer()


@serve_app.command()
@calmly()
def serve(
    *,
    ledger: Where = "sayso.db",
    port: Annotated[
        int, typer.Option(metavar="N", min=1, max=65535, help="Where to listen on this machine.")
    ] = 8765,
) -> None:
    """Open the desk in a browser: read reports, follow claims, correct, export."""
    try:
        import uvicorn  # noqa: PLC0415

        from sayso.views.desk.app import create_app  # noqa: PLC0415
        from sayso.views.desk.state import DeskSettings  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise typer.BadParameter(
            f"the desk needs {error.name}, which is not installed: pip install 'sayso[desk]'"
        ) from None
    from sayso.views.notices import notice  # noqa: PLC0415

    app = create_app(DeskSettings(ledger=ledger))
    notice(f"the desk over {ledger} is at http://127.0.0.1:{port}/ (Ctrl-C ends it)")
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
