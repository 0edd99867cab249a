"""How is a file taken? As the body itself, or as the part of a form beside its fields, up to the size that is set."""

import hashlib
import json
from typing import Annotated, Any, ClassVar

from fastapi import Depends, Request
from pydantic import BaseModel
from typing_extensions import override

from app.core.errors import Invalid, UnsupportedMedia
from app.documents.types import EXTENSIONS
from app.http.multipart import MEDIA_TYPE, FormReader, Part
from app.http.routes import KIB, BytesRoute, JsonRoute, TakenRequest, stream_limited
from app.http.strict_json import parse

FIELDS, FILE = "form", "file"
_AROUND = 8 * KIB
"""Boundaries and headers of the parts."""


class FileRoute(BytesRoute):
    """A route that takes one file as it is."""

    media: ClassVar[frozenset[str]] = frozenset(EXTENSIONS)

    @override
    def _most(self, request: Request) -> int:
        return _document_bytes(request)


class FormRoute(JsonRoute):
    """A route that takes JSON, or a form of two parts: `form`, which is that JSON, and a `file` with it."""

    @override
    async def _take(self, request: TakenRequest) -> None:
        came = Request(request.scope, request.receive)
        if not came.headers.get("content-type", "").lower().startswith(MEDIA_TYPE):
            await super()._take(request)
            return
        parts = await _read(came, {FIELDS: self.largest, FILE: _document_bytes(came)})
        for needed in (FIELDS, FILE):
            if needed not in parts:
                raise Invalid.at(f"/{needed}", "missing")
        fields = parts[FIELDS]
        if fields.media_type not in {"", "application/json"}:
            raise UnsupportedMedia
        request.parsed, request.file = parse(fields.content), parts[FILE]
        request.taken = _told_apart(fields, parts[FILE])
        # To the framework the fields are the body.
        named = [(name, value) for name, value in came.headers.raw if name != b"content-type"]
        request.scope = {**request.scope, "headers": [*named, (b"content-type", b"application/json")]}


async def sent_file(request: Request) -> Part | None:
    """Return the file that came with a form; asynchronous, or each form provided would wait for a thread."""
    return request.file if isinstance(request, TakenRequest) else None


def form_with_file(fields: type[BaseModel], example: str) -> dict[str, Any]:
    """Describe the form of two parts that a route takes beside JSON."""
    properties = {
        FIELDS: {"$ref": f"#/components/schemas/{fields.__name__}"},
        FILE: {"type": "string", "format": "binary"},
    }
    schema = {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
        "examples": [{FIELDS: fields.model_json_schema()["examples"][0], FILE: example}],
    }
    encoding = {FIELDS: {"contentType": "application/json"}, FILE: {"contentType": ", ".join(EXTENSIONS)}}
    return {"requestBody": {"content": {MEDIA_TYPE: {"schema": schema, "encoding": encoding}}}}


SentFile = Annotated[Part | None, Depends(sent_file)]


async def _read(request: Request, largest: dict[str, int]) -> dict[str, Part]:
    reader = FormReader(request.headers["content-type"], largest)
    async for chunk in stream_limited(request, sum(largest.values()) + _AROUND):
        reader.feed(chunk)
    return dict(reader.parts())


def _told_apart(*parts: Part) -> bytes:
    """Return what tells a form from another one: its boundary does not, for clients draw a new one for each attempt."""
    said = [[part.name, part.file_name, part.media_type, hashlib.sha256(part.content).hexdigest()] for part in parts]
    return json.dumps(said).encode()


def _document_bytes(request: Request) -> int:
    most: int = request.app.state.installation.settings.document_bytes
    return most
