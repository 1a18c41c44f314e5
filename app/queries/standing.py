"""What ends somebody's access though nothing happens: sessions that run out, seats that end by date."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.models.people import Holding, PersonSession, Seat
from app.models.places import ClusterMembership
from app.queries.viewers import holding_now, membership_now

_AT_ONCE = 500

Standing = frozenset[tuple[int, int | None]]
"""The seats that a person holds today, each with the cluster that its school is in today."""


def live_sessions(session: Session, token_hashes: Iterable[bytes]) -> set[bytes]:
    """Those of ``token_hashes`` whose sessions have not ended."""
    wanted = list(set(token_hashes))
    live: set[bytes] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        live.update(
            session.exec(
                select(PersonSession.token_hash).where(
                    col(PersonSession.token_hash).in_(some), col(PersonSession.expires_at) > clock.now()
                )
            )
        )
    return live


def standings(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Each person's standing: while it is the same, so is what seats let them do."""
    wanted = list(set(person_ids))
    found: dict[UUID, set[tuple[int, int | None]]] = {person_id: set() for person_id in wanted}
    for start in range(0, len(wanted), _AT_ONCE):
        for person_id, seat_id, cluster_id in _held(session, wanted[start : start + _AT_ONCE]):
            found[person_id].add((seat_id, cluster_id))
    return {person_id: frozenset(held) for person_id, held in found.items()}


def _held(session: Session, person_ids: Sequence[UUID]) -> Iterable[tuple[UUID, int, int | None]]:
    rows = session.exec(
        select(Holding.person_id, Holding.seat_id, col(ClusterMembership.cluster_id))
        .join(Seat, col(Seat.id) == col(Holding.seat_id))
        .outerjoin(
            ClusterMembership,
            sa.and_(col(ClusterMembership.school_urn) == col(Seat.school_urn), membership_now()),
        )
        .where(col(Holding.person_id).in_(person_ids), holding_now())
    )
    return [(row[0], row[1], row[2]) for row in rows]
