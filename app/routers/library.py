"""The library: search, facets, and everything one may read."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.deps.http import Db
from app.deps.viewers import AnyViewer
from app.queries.library import Search, Sort, library_version, library_view, scope
from app.queries.library_memo import LibraryMemo
from app.queries.library_names import Choices
from app.routers.paging import Cursor, Limit
from app.schemas.library import FacetKey, LibraryView

router = APIRouter(prefix="/library", tags=["library"])

Words = Annotated[str, Query(max_length=1_000, description='Words; "a phrase"; -without')]
Order = Annotated[Sort | None, Query(description="By default best where words are searched, else newest")]
Value = Annotated[str, Query(max_length=200)]
Values = Annotated[list[Value], Query(max_length=40, description="Several widen it")]
FewValues = Annotated[list[Value], Query(max_length=5, description="URNs: schools like any of these")]


def _chosen(**values: list[str]) -> Choices:
    """Each value once and in order, so that the same choice in another order is the same search."""
    keys: list[FacetKey] = list(values)  # type: ignore[arg-type]
    return {key: tuple(sorted(set(values[key]))) for key in keys if values[key]}


@router.get("", response_model=LibraryView)
def read_library(
    request: Request,
    viewer: AnyViewer,
    db: Db,
    q: Words = "",
    recommendation: Values = [],  # noqa: B006
    guidance: Values = [],  # noqa: B006
    kind: Values = [],  # noqa: B006
    phase: Values = [],  # noqa: B006
    district: Values = [],  # noqa: B006
    cluster: Values = [],  # noqa: B006
    audience: Values = [],  # noqa: B006
    exemplar: Values = [],  # noqa: B006
    adoption: Values = [],  # noqa: B006
    year: Values = [],  # noqa: B006
    like: FewValues = [],  # noqa: B006
    sort: Order = None,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Response:
    """What the viewer may read and that matches, with what one could choose next. The public may ask too."""
    choices = _chosen(
        recommendation=recommendation,
        guidance=guidance,
        kind=kind,
        phase=phase,
        district=district,
        cluster=cluster,
        audience=audience,
        exemplar=exemplar,
        adoption=adoption,
        year=year,
        like=like,
    )
    search = Search(" ".join(q.split()), choices, sort, cursor, limit)
    memo: LibraryMemo = request.app.state.library
    key = (scope(viewer), search.text, tuple(sorted(choices.items())), sort, cursor, limit)
    answer = memo.answer(
        library_version(db),
        key,
        lambda: library_view(db, viewer, search, memo.catalogues).model_dump_json().encode(),
    )
    return Response(answer, media_type="application/json")
