"""The description of the interface (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from learnhub.api.domain import DIMENSIONS, MOST_CELLS, MOST_DIMENSIONS
from learnhub.api.problems import PROBLEM

Document = dict[str, Any]


def description(address: str) -> Document:
    """What can be asked at this address, and what comes back."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "LearnHub reach figures",
            "version": "1",
            "description": "Figures of released reports for everybody; exact ones for staff with a token.",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": f"{address}/api/v1"}],
        "paths": {
            "/reach/indicators": _get("Indicators", "What each indicator counts, and how it adds up."),
            "/reach/releases": _get(
                "Releases",
                "The releases that are open to the asker, the latest first, a hundred at a time.",
                _query("scope", "net, c-CENTRE, country-KE or donor-PROJECT"),
                _query("page", "Page, from 1", {"type": "integer", "minimum": 1}),
            ),
            "/reach/releases/{id}/manifest": _get(
                "Manifest of a release",
                "The signed manifest, byte for byte: what was counted, and the SHA-256 of each file.",
                {**_query("id", "Such as 2024-F1 or c-ichi-2024-F1"), "in": "path", "required": True},
                _view(),
                errors=(400, 401, 404),
            ),
            "/reach/data": _get(
                "Figures",
                f"At most {MOST_DIMENSIONS} dimensions and {MOST_CELLS} cells; an answer is whole or refused.",
                *_of_data(),
                errors=(400, 401, 403, 404, 413, 503),
                answer="Data",
            ),
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Data": _data(), "Problem": _problem()},
        },
    }


def _get(
    title: str, words: str, *parameters: Document, errors: tuple[int, ...] = (400, 401), answer: str = ""
) -> Document:
    schema = {"$ref": f"#/components/schemas/{answer}"} if answer else {"type": "object"}
    problem = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {
        "get": {
            "summary": title,
            "description": words,
            "parameters": list(parameters),
            "security": [{}, {"token": []}],
            "responses": {
                "200": {
                    "description": "The answer",
                    "headers": {"ETag": {"description": "Hash of the file", "schema": {"type": "string"}}},
                    "content": {"application/json": {"schema": schema}},
                },
                "304": {"description": "Nothing has changed since"},
                **{str(status): {"description": "Refused", **problem} for status in errors},
            },
        }
    }


def _query(name: str, words: str, schema: Document | None = None) -> Document:
    return {"name": name, "in": "query", "description": words, "schema": schema or {"type": "string"}}


def _view() -> Document:
    return _query("view", "The view of the release", {"enum": ["public", "partner", "internal"]})


def _of_data() -> list[Document]:
    return [
        {
            **_query("indicator", "Code, such as R04; in a release a variant follows a dot: Q03.LDC"),
            "required": True,
        },
        _query("period", "2024, 2024-Q3 or 2024-01-01/2024-06-30; a release has its own"),
        _query("by", f"Dimensions with commas between: {', '.join(DIMENSIONS)}"),
        _query("release", "Name of a release, such as 2024-F1"),
        _query("as_of", "Only what was recorded by then: 2025-01-31T23:59:59Z or 2025-01-31; for staff"),
        _view(),
        *(_query(name, "Only this one") for name in DIMENSIONS),
    ]


def _data() -> Document:
    return {
        "type": "object",
        "required": ["meta", "columns", "rows", "row_count"],
        "properties": {
            "meta": {"type": "object", "description": "As in the manifest; additive_over and warning"},
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": {"type": "array"}},
            "row_count": {"type": "integer"},
        },
    }


def _problem() -> Document:
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": {"type": "string", "description": "A word that does not change"},
            "errors": {"type": "array", "items": {"type": "string"}},
        },
    }
