"""What a cluster decides about itself."""

import pytest

from app.actions.clusters import choose_focus
from app.errors import Invalid, NotAllowed
from app.models.people import Role
from app.models.places import Cluster
from app.policies.board_projection import WALL
from app.queries.places import cluster_view
from app.queries.viewers import person_viewer
from tests.boards import meet
from tests.factories import County


def test_the_cluster_lead_chooses_what_the_cluster_works_from(county: County) -> None:
    cluster = county.cluster()
    lead, teacher = (
        county.person(Role.cluster_lead, cluster),
        county.person(Role.contributor, county.school(cluster)),
    )
    both = [("teaching-assistants", "2015"), ("teaching-assistants", "2025")]
    with county.database.write() as session:
        choose_focus(session, person_viewer(session, lead), session.get_one(Cluster, cluster), both)
    with county.database.write() as session:
        choose_focus(session, person_viewer(session, lead), session.get_one(Cluster, cluster), both[1:])
    with county.database.read() as session:
        view = cluster_view(session, person_viewer(session, teacher), session.get_one(Cluster, cluster))
        assert [(one.guidance, one.edition) for one in view.focus] == both[1:]
        assert not view.can.choose_focus
    with pytest.raises(NotAllowed), county.database.write() as session:
        choose_focus(session, person_viewer(session, teacher), session.get_one(Cluster, cluster), both)
    unknown = [("teaching-assistants", "1998")]
    with pytest.raises(Invalid), county.database.write() as session:
        choose_focus(session, person_viewer(session, lead), session.get_one(Cluster, cluster), unknown)


def test_an_open_board_learns_what_the_cluster_looks_at_from_now_on(county: County) -> None:
    held = meet(county)
    eyes = held.eyes(held.colleagues[0])
    seen, projected = held.view(eyes), held.view(WALL)
    new = str(county.recommendation(4, edition="2025"))
    assert new not in seen["recommendations"]
    chosen = [("teaching-assistants", "2025")]
    with county.database.write() as session:
        lead = person_viewer(session, held.facilitator)
        choose_focus(session, lead, session.get_one(Cluster, held.cluster), chosen)
    for before, whose in ((seen, eyes), (projected, WALL)):
        now = held.followed(before, whose)
        assert now["recommendations"][new]["number"] == 4
        assert now["seq"] == held.view(whose)["seq"]

    held.go("write")
    card = held.card(held.colleagues[0])
    held.do(held.colleagues[0], "card.edit", card=str(card), tags=[int(new)])
