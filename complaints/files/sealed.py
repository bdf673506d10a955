"""A file at rest that nobody reads without the office's keys, and that can be read from any place.

The name of the key, then parts of one size, each sealed for itself with its place bound in; how
long the plain file is stands in its row, so that a file cut short is noticed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from uuid import UUID

from complaints import fields

PART_BYTES = 256 * 1024
_HEAD_BYTES = 32


def sealed_parts(content: Iterable[bytes], *, row: UUID) -> Iterator[bytes]:
    """What is to be written for a file that comes in pieces of any size."""
    key_id = fields.newest_key_id()
    yield key_id.encode("ascii").ljust(_HEAD_BYTES)
    number, waiting = 0, bytearray()
    for piece in content:
        waiting += piece
        while len(waiting) >= PART_BYTES:
            part, waiting = bytes(waiting[:PART_BYTES]), waiting[PART_BYTES:]
            yield fields.seal_bytes(part, key_id=key_id, row=row, part=_name(number))
            number += 1
    if waiting:
        yield fields.seal_bytes(bytes(waiting), key_id=key_id, row=row, part=_name(number))


def open_sealed(file: BinaryIO, *, row: UUID, size_bytes: int) -> BinaryIO:
    """The plain file for reading; raises SealBroken, at the latest when the spoilt part is read."""
    return io.BufferedReader(_Sealed(file, row, size_bytes), PART_BYTES)


class _Sealed(io.RawIOBase):
    def __init__(self, file: BinaryIO, row: UUID, size_bytes: int) -> None:
        super().__init__()
        self._file, self._row, self._size = file, row, size_bytes
        self._at, self._kept = 0, (-1, b"")
        file.seek(0)
        self._key_id = file.read(_HEAD_BYTES).decode("ascii", "replace").strip()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, PART_BYTES)
        piece = self._part(number)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _part(self, number: int) -> bytes:
        if self._kept[0] != number:
            self._file.seek(_HEAD_BYTES + number * (PART_BYTES + fields.SEAL_BYTES))
            sealed = self._file.read(PART_BYTES + fields.SEAL_BYTES)
            part = fields.unseal_bytes(
                sealed, key_id=self._key_id, row=self._row, part=_name(number)
            )
            if len(part) != min(PART_BYTES, self._size - number * PART_BYTES):
                raise fields.SealBroken
            self._kept = (number, part)
        return self._kept[1]


def _name(number: int) -> str:
    return f"file part {number}"
