"""What the API's own description says of errors, beyond what FastAPI finds out by itself."""

from typing import Any

from fastapi import FastAPI

from app.schemas.base import Problem

PROBLEM = "application/problem+json"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (400, 401, 403, 404, 409, 413, 422, 503)
}
"""What any address may answer; some say more."""


def describe(app: FastAPI) -> None:
    """Let the OpenAPI of ``app`` give the media type that its errors really have."""
    generated = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for operations in generated()["paths"].values():
                for operation in operations.values():
                    for code, response in operation["responses"].items():
                        if code >= "400" and "content" in response:
                            response["content"] = {PROBLEM: response["content"].pop("application/json")}
        return generated()

    app.openapi = openapi  # type: ignore[method-assign]
