"""Everything sayso raises on purpose.

* SaysoError
  - ReadError               an input that gives no document
    + MissingInput          nothing is there, or it may not be opened
    + EmptyInput            no characters in it
    + BinaryInput           not text of any kind
    + TooLarge              over ``Settings.max_bytes``
    + NoArticle             a page without an article
    + BadRecord             a JSON line that is no document
    + FetchFailed           the network or the server said no
      . PrivateAddress      refused: not a public address
      . TooManyRedirects    redirects without an end
  - ModelError              the encoder's file is missing or does not fit
  - GoldError               an annotation file that cannot be scored
  - LedgerError             the ledger cannot be used as asked
    + NoLedger              nothing is there, or something else, or a newer program's
    + LedgerReadOnly        may be read, not written
    + LedgerBusy            another program keeps it locked
    + LedgerFull            the disk (or a limit set on the file) is full
    + LedgerDamaged         what is in the file contradicts itself
    + NotInLedger           no such document, reading, attribution or judgement
  - DeskError               `sayso serve` cannot open a desk as asked

Each carries what it concerns in ``subject`` (a path, an address, a line) and
says what happened, what was got and what to do.
"""

from __future__ import annotations


class SaysoError(Exception):
    """Base of all errors of sayso.

    Args:
        message: what happened, what was got, what to do.
        subject: the path, address or line it concerns.
    """

    def __init__(self, message: str, *, subject: str = "") -> None:
        super().__init__(message)
        self.subject = subject


class ReadError(SaysoError):
    """An input that gives no document."""


class MissingInput(ReadError):  # noqa: N818 - errors are named for the condition
    """Nothing is there, or it may not be opened."""


class EmptyInput(ReadError):  # noqa: N818
    """No characters in it."""


class BinaryInput(ReadError):  # noqa: N818
    """Not text of any kind."""


class TooLarge(ReadError):  # noqa: N818
    """More bytes than ``Settings.max_bytes``."""


class NoArticle(ReadError):  # noqa: N818
    """A page without an article."""


class BadRecord(ReadError):  # noqa: N818
    """A JSON line that is no document."""


class FetchFailed(ReadError):  # noqa: N818
    """The network or the server said no.

    Attributes:
        wait: seconds that the server asks to be left alone for (``Retry-After``); 0 if it does not.
    """

    wait: float = 0.0


class PrivateAddress(FetchFailed):
    """Refused: the address is not a public one."""


class TooManyRedirects(FetchFailed):
    """Redirects without an end."""


class ModelError(SaysoError):
    """The encoder's file is missing or does not fit."""


class GoldError(SaysoError):
    """An annotation file that cannot be scored."""


class LedgerError(SaysoError):
    """The ledger cannot be used as asked."""


class NoLedger(LedgerError):  # noqa: N818
    """Nothing is there, or something else, or the ledger of a newer program."""


class LedgerReadOnly(LedgerError):  # noqa: N818
    """The ledger may be read, not written."""


class LedgerBusy(LedgerError):  # noqa: N818
    """Another program keeps the ledger locked."""


class LedgerFull(LedgerError):  # noqa: N818
    """The disk, or a limit set on the file, is full."""


class LedgerDamaged(LedgerError):  # noqa: N818
    """What is in the file contradicts itself."""


class NotInLedger(LedgerError):  # noqa: N818
    """No such document, reading, attribution or judgement."""


class DeskError(SaysoError):
    """``sayso serve`` cannot open a desk as asked."""
