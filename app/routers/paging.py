"""The ``Link`` header that says where a list goes on."""

from typing import Annotated, TypeVar

from fastapi import Query, Request, Response

from app.schemas.base import Page

T = TypeVar("T")

Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most")]


def with_link(request: Request, response: Response, page: Page[T]) -> Page[T]:
    """``page``, with a ``Link: <…>; rel="next"`` header on ``response`` where it goes on (RFC 8288)."""
    if page.next is not None:
        url = request.url.include_query_params(cursor=page.next)
        response.headers["link"] = f'<{url.path}?{url.query}>; rel="next"'
    return page
