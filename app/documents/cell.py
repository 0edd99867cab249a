"""Where are files judged? In a process that may neither write, nor grow, nor go on for long, and then is gone.

Files come on standard input, one after another; for each a child is forked that judges it and says by its exit status
what it found. Whatever else becomes of a child is a finding too.
"""

import os
import resource
import sys

from app.documents.findings import Finding, Limits
from app.documents.judging import judge

FINDINGS = tuple(Finding)
CPU_SECONDS = 4
MIB = 1024 * 1024
_ROOM = 96 * MIB
"""Address space of the interpreter with its libraries, and of what they note down."""
_PIXEL, _COPIES = 4, 2
"""Bytes that an image's decoder holds for each pixel, and how often a file is held."""
_CRASHED = 255


def main() -> None:
    """Judge files until there are no more, and write a line for each."""
    source, target = sys.stdin.buffer, sys.stdout
    while head := source.readline():
        size, *numbers = (int(number) for number in head.split())
        finding = _judged_apart(source.read(size), Limits(*numbers))
        target.write(f"{finding or 'clean'}\n")
        target.flush()


def head_of(content: bytes, limits: Limits) -> bytes:
    """Return the line that goes before a file."""
    return b"%d %d %d %d\n" % (len(content), limits.bytes, limits.pages, limits.pixels)


def _judged_apart(content: bytes, limits: Limits) -> Finding | None:
    child = os.fork()
    if not child:
        _end_with(content, limits)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return None
    return FINDINGS[code - 1] if 0 < code <= len(FINDINGS) else Finding.TOO_COSTLY


def _end_with(content: bytes, limits: Limits) -> None:
    code = _CRASHED
    try:
        _confine(limits)
        finding = judge(content, limits)
        code = 0 if finding is None else FINDINGS.index(finding) + 1
    finally:
        os._exit(code)


def _confine(limits: Limits) -> None:
    room = _ROOM + _PIXEL * limits.pixels + _COPIES * limits.bytes
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, room),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
