"""What may be wrong with a file? One word for each, that tells nothing of what the file says."""

from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    """Why a file is not opened as a matter of course."""

    NOT_INSPECTED = "not_inspected"
    """nobody has looked yet, or not with these eyes"""
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_TYPE = "other_type"
    """neither PDF, JPEG nor PNG, or not the one it is said to be"""
    SEVERAL_TYPES = "several_types"
    """also an archive or a web page, or something follows its end"""
    SEVERAL_IMAGES = "several_images"
    """animated, or one image behind another"""
    ENCRYPTED = "encrypted"
    ACTIVE_CONTENT = "active_content"
    """something in it acts, calls elsewhere or encloses another file"""
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNREADABLE = "unreadable"
    """damaged, cut short, or encoded in a way that is not followed to its end"""
    TOO_COSTLY = "too_costly"
    """looking through it took more time or memory than any form needs"""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a document may be: bytes of the file, pages, and pixels of one image."""

    bytes: int
    pages: int
    pixels: int


class Found(Exception):
    """Something is wrong with a file."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.value)
        self.finding = finding
