""" "We tried this too": what schools did with a story or a resource."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app.actions import adoptions
from app.deps.http import Db, GivenVersion
from app.deps.stories import KnownStory, SpokenStory
from app.deps.viewers import AnyViewer, CurrentPerson
from app.queries.adoptions import adoption_picture
from app.schemas.adoptions import AdoptionPicture, SayAdoption
from app.schemas.base import Problem

router = APIRouter(prefix="/stories/{story_id}/adoptions", tags=["adoptions"])

Urn = Annotated[int, Path(ge=1, le=2_147_483_647)]


@router.get("")
def read_adoptions(story: KnownStory, viewer: AnyViewer, db: Db) -> AdoptionPicture:
    """The figure, and for colleagues what each school says, newest first."""
    return adoption_picture(db, viewer, story.item, story.facts)


@router.put("/{urn}", responses={412: {"model": Problem}, 428: {"model": Problem}})
def say(
    viewer: CurrentPerson,
    story: KnownStory,
    urn: Urn,
    body: SayAdoption,
    version: GivenVersion,
    db: Db,
    response: Response,
) -> AdoptionPicture:
    """Say for one's school what it did with this; with ``If-Match``, change what it said before."""
    said = adoptions.say(
        db,
        viewer,
        story.item,
        urn,
        stance=body.stance,
        context=body.context,
        result=body.result,
        journey=body.journey,
        version=version,
    )
    response.headers["etag"] = f'"{said.version}"'
    return adoption_picture(db, viewer, story.item, story.facts)


@router.delete("/{urn}", status_code=204)
def take_back(story: SpokenStory, urn: Urn, viewer: CurrentPerson, db: Db) -> None:
    """From now on the school says nothing of this; also where it can read it no longer."""
    adoptions.take_back(db, viewer, story.item, urn)
