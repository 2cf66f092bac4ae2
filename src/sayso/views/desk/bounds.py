"""Bounds of one request: bytes and seconds of its body, seconds until its answer begins."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.views.desk.errors import trouble_answer
from sayso.views.desk.rules import Limits
from sayso.views.desk.trouble import Trouble, trouble_of

log = logging.getLogger("sayso.desk")
_going_on: set[asyncio.Task[None]] = set()  # what was answered for; the loop holds tasks weakly


@dataclass(slots=True)
class Body:
    """A request's body, as it arrives."""

    receive_raw: Receive
    limits: Limits
    size: int = 0
    whole: bool = False
    begun: float = field(default_factory=time.monotonic)

    async def receive(self) -> Message:
        """Give the next part.

        Raises:
            HTTPException: it is too much, or takes too long.
        """
        if self.whole:
            return await self.receive_raw()
        left = self.begun + self.limits.body_time - time.monotonic()
        try:
            message = await asyncio.wait_for(self.receive_raw(), max(left, 0.001))
        except TimeoutError:
            raise HTTPException(408, f"not all of the request came within "
                                f"{self.limits.body_time:g} seconds") from None  # fmt: skip
        self.size += len(message.get("body", b""))
        if self.size > self.limits.body:
            raise HTTPException(413, "; ".join(too_large(self.limits)))
        self.whole = message["type"] != "http.request" or not message.get("more_body")
        return message


def too_large(limits: Limits) -> tuple[str, str]:
    """Return what is told of a body over the limit, and what to do."""
    return f"more than {limits.body:,} bytes", "send less at once, or use `sayso add`"


@dataclass(slots=True)
class Answer:
    """An answer on its way out.

    Attributes:
        send_raw: to whom.
        headers: that are added where it has not got them.
        cookie: gives one to set, if one is to be set.
        bare: without its body.
        begun: its first part has been sent.
        shut: nothing more of it is let out.
    """

    send_raw: Send
    headers: Mapping[str, str]
    cookie: Callable[[], str | None]
    bare: bool = False
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    shut: bool = False

    async def send(self, message: Message) -> None:
        """Send a part of it, unless it is shut."""
        if not self.shut:
            await self.pass_on(message)

    async def pass_on(self, message: Message) -> None:
        """Send a part of it."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in self.headers.items():
                headers.setdefault(name, value)
            cookie = self.cookie()
            if cookie:
                headers.append("Set-Cookie", cookie)
            self.begun.set()
        elif self.bare and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self.send_raw(message)


async def answer_in_time(
    app: ASGIApp, scope: Scope, receive: Receive, answer: Answer, seconds: float
) -> None:
    """Have a request answered: by the app if it begins in time, else by an error."""
    task = asyncio.create_task(_answered(app, scope, receive, answer))
    begun = asyncio.create_task(answer.begun.wait())
    try:
        await asyncio.wait({task, begun}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if task.done() or answer.begun.is_set():
            await task
            return
    except asyncio.CancelledError:
        task.cancel()
        raise
    finally:
        begun.cancel()
    answer.shut = True
    _going_on.add(task)
    task.add_done_callback(_going_on.discard)
    log.error("%s %s: no answer in %g seconds", scope["method"], scope["path"], seconds)
    late = Trouble(503, f"no answer in {seconds:g} seconds", "ask for less, or again in a while",
                   (("Retry-After", "10"),))  # fmt: skip
    await trouble_answer(scope, late)(scope, receive, answer.pass_on)


async def _answered(app: ASGIApp, scope: Scope, receive: Receive, answer: Answer) -> None:
    """Run the app; what it did not expect is answered without a word of its insides."""
    try:
        await app(scope, receive, answer.send)
    except Exception as error:
        if answer.begun.is_set():
            raise
        log.exception("%s %s", scope["method"], scope["path"])
        await trouble_answer(scope, trouble_of(error))(scope, receive, answer.send)


def announced(headers: Headers) -> int:
    """Return how many bytes a request says it has; 0 if it does not say."""
    told = headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 20 else 0
