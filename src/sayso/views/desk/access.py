"""Who may do what: names with roles, tokens that are kept as hashes, a proxy that names people.

A file of accounts has a line for each: ``name role sha256:HEX``, or ``name role`` for somebody
whom only the proxy may bring. A token is 256 random bits: one round of a hash is enough for it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Final, Literal, get_args

from sayso.errors import DeskError

Role = Literal["reader", "editor", "admin"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
Network = IPv4Network | IPv6Network
_NAME = re.compile(r"[^\s\x00-\x1f\x7f:#]{1,64}")
_HASHED = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody the desk knows; ``digest`` is the hash of his token, None if he has none."""

    name: str
    role: Role
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks.

    Attributes:
        name: judgements are kept under it.
        role: what he may do.
        by: how we know: he sits at this machine, gave a token with his request, has logged in,
            or the proxy says so.
    """

    name: str
    role: Role
    by: Literal["local", "token", "session", "proxy"]

    def may(self, role: Role) -> bool:
        """Tell whether he has a role, or one that includes it."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Access:
    """Who is let in.

    Attributes:
        accounts: by name.
        proxy_header: the header in which a proxy names who asks.
        proxies: the addresses it is believed from.
        local: whom an open desk takes everybody for.
    """

    accounts: tuple[Account, ...] = ()
    proxy_header: str | None = None
    proxies: tuple[Network, ...] = ()
    local: str = "local"

    @property
    def is_open(self) -> bool:
        """Tell whether whoever reaches the desk may do everything: on loopback only."""
        return not self.accounts and not self.proxy_header

    def by_token(self, token: str) -> Account | None:
        """Return whose token it is; takes as long whoever it is."""
        digest, found = _digest(token), None
        for account in self.accounts:
            if account.digest and hmac.compare_digest(account.digest, digest):
                found = account
        return found

    def by_name(self, name: str) -> Account | None:
        """Return an account."""
        return next((account for account in self.accounts if account.name == name), None)

    def believes(self, address: str | None) -> bool:
        """Tell whether an address is the proxy's."""
        try:
            peer = ip_address(address or "")
        except ValueError:
            return False
        return any(peer in network for network in self.proxies)


def networks(addresses: Iterable[str]) -> tuple[Network, ...]:
    """Return addresses ("10.0.0.1") and networks ("10.0.0.0/24") as such.

    Raises:
        DeskError: one is neither.
    """
    found: list[Network] = []
    for address in addresses:
        try:
            found.append(ip_network(address))
        except ValueError as error:
            raise DeskError(
                f"{address!r} is no address of a proxy ({error}); give one like 10.0.0.1 or "
                "10.0.0.0/24",
                subject=address,
            ) from None
    return tuple(found)


def read_accounts(path: str | Path) -> tuple[Account, ...]:
    """Return the accounts of a file.

    Raises:
        DeskError: it cannot be read, or a line of it is no account.
    """
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise DeskError(
            f"{path}: cannot be read ({error}); `sayso token NAME --tokens {path}` makes one",
            subject=str(path),
        ) from None
    found = [_account(str(path), number, line) for number, line in enumerate(lines, 1)
             if line.strip() and not line.lstrip().startswith("#")]  # fmt: skip
    names = [account.name for account in found]
    twice = {name for name in names if names.count(name) > 1}
    if not found or twice:
        what = f"names {', '.join(sorted(twice))} twice" if twice else "names nobody"
        raise DeskError(f"{path} {what}; give each a line of its own", subject=str(path))
    return tuple(found)


def _account(path: str, number: int, line: str) -> Account:
    name, role, digest, *more = [*line.split(), None, None][: max(3, len(line.split()))]
    hashed = _HASHED.fullmatch(digest or "")
    good = name and _NAME.fullmatch(name) and role in ROLES and not more
    if not good or (digest is not None and not hashed):
        raise DeskError(
            f"{path}, line {number}: no account; write a name, a role ({', '.join(ROLES)}) and "
            "sha256:… of a token, as `sayso token` does",
            subject=path,
        )
    return Account(str(name), role, bytes.fromhex(hashed[1]) if hashed else None)  # type: ignore[arg-type]


def add_account(path: str | Path, name: str, role: Role) -> str:
    """Add somebody to a file of accounts, made if it is not there; return his new token.

    The token itself is nowhere kept. Whoever had one under the name gets another.

    Raises:
        DeskError: the file is none of accounts, or the name cannot be one.
    """
    if not _NAME.fullmatch(name):
        raise DeskError(f"{name!r} is no name here; give up to 64 letters without blanks, : and #")
    there, token = Path(path), secrets.token_urlsafe(32)
    lines = []
    if there.exists():
        read_accounts(there)
        lines = [line for line in there.read_text("utf-8").splitlines()
                 if line.split()[:1] != [name]]  # fmt: skip
    lines.append(f"{name} {role} sha256:{_digest(token).hex()}")
    _write(there, "".join(f"{line}\n" for line in lines))
    return token


def _write(path: Path, text: str) -> None:
    """Put a file in place of another at once; it is its owner's alone."""
    new = path.with_name(f"{path.name}.new")
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:  # noqa: PTH123
            out.write(text)
        new.replace(path)
    except OSError as error:
        raise DeskError(f"{path}: cannot be written ({error})", subject=str(path)) from None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
