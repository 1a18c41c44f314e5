"""Brings the guidance of the data files into the database.

What a file says is written when the file is new or has changed since it was last loaded, and at no other
time: in between, editions and crosswalks are the administrators' to change.
"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.actions.audit import record
from app.actions.library import must_be_rebuilt
from app.content.guidance import CROSSWALKS, CrosswalkData, EditionData, digests, read_guidance
from app.models.audit import AuditEntry
from app.models.evidence import (
    Crosswalk,
    Edition,
    Guidance,
    Recommendation,
    RecommendationGroup,
    Strength,
)
from app.models.items import ItemTag, RevisionTag

FOLDER = Path(__file__).resolve().parent.parent / "data" / "guidance"

LOADED = "guidance.loaded"
_SUBJECT = ("guidance", "data files")


def load_guidance(session: Session, folder: Path = FOLDER) -> tuple[str, ...]:
    """Load the data files that are new or have changed; says what was done, nothing if nothing was.

    A recommendation that a file no longer has goes, unless a story carries it. ``GuidanceFileError`` where a
    file is wrong; then nothing is written. Whoever calls it rebuilds the library unless ``is_built``.
    """
    last = _last_load(session)
    loaded: dict[str, str] = last.get("files", {})
    if loaded == digests(folder):
        return ()
    data = read_guidance(folder)
    done: list[str] = []
    for name, edition in data.editions.items():
        if loaded.get(name) != data.digests[name]:
            done += _load_edition(session, edition)
    links = last.get("crosswalks", [])
    if CROSSWALKS in data.digests and loaded.get(CROSSWALKS) != data.digests[CROSSWALKS]:
        before, links = links, [_link(crosswalk) for crosswalk in data.crosswalks]
        done += _load_crosswalks(session, links, before)
    record(session, None, LOADED, *_SUBJECT, files=data.digests, crosswalks=links, done=done)
    session.flush()
    if done:
        must_be_rebuilt(session)
    return tuple(done)


def _last_load(session: Session) -> dict[str, Any]:
    kind, subject = _SUBJECT
    found = session.exec(
        select(AuditEntry.detail)
        .where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == subject, AuditEntry.action == LOADED)
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    ).first()
    return dict(found or {})


def _load_edition(session: Session, data: EditionData) -> list[str]:
    name = f"{data.slug} {data.edition}"
    guidance = session.exec(select(Guidance).where(Guidance.slug == data.slug)).first()
    guidance = guidance or Guidance(slug=data.slug, publisher=data.publisher)
    guidance.publisher = data.publisher
    session.add(guidance)
    session.flush()
    assert guidance.id is not None
    edition = session.exec(
        select(Edition).where(Edition.guidance_id == guidance.id, Edition.label == data.edition)
    ).first()
    done = [f"{name}: changed" if edition else f"{name}: new"]
    edition = edition or Edition(
        guidance_id=guidance.id, label=data.edition, title=data.title, year=data.year
    )
    edition.title, edition.short_title, edition.year = data.title, data.short, data.year
    edition.url, edition.note = data.url, data.note
    session.add(edition)
    session.flush()
    assert edition.id is not None
    groups = _load_groups(session, edition.id, data)
    done += [f"{name}: {what}" for what in _load_recommendations(session, edition.id, data, groups)]
    wanted = {group.key for group in data.groups}
    for key, group in groups.items():
        if key not in wanted:
            session.delete(group)
    session.flush()
    return done


def _load_groups(session: Session, edition_id: int, data: EditionData) -> dict[str, RecommendationGroup]:
    """The edition's groups by key, those that the file no longer has among them."""
    found = session.exec(select(RecommendationGroup).where(RecommendationGroup.edition_id == edition_id))
    groups = {group.key: group for group in found.all()}
    for position, each in enumerate(data.groups, 1):
        group = groups.setdefault(
            each.key,
            RecommendationGroup(edition_id=edition_id, key=each.key, title=each.title, position=position),
        )
        group.title, group.position = each.title, position
        session.add(group)
    session.flush()
    return groups


def _load_recommendations(
    session: Session, edition_id: int, data: EditionData, groups: dict[str, RecommendationGroup]
) -> list[str]:
    found = session.exec(select(Recommendation).where(Recommendation.edition_id == edition_id)).all()
    known = {each.number: each for each in found}
    for each in data.recommendations:
        row = known.pop(each.number, None)
        row = row or Recommendation(edition_id=edition_id, number=each.number, title=each.title)
        row.title, row.short_title = each.title, each.short
        row.group_id = groups[each.group].id if each.group is not None else None
        session.add(row)
    done = []
    for row in known.values():
        row.group_id = None
        session.add(row)
        session.flush()
        if _is_carried(session, row):
            done.append(f"number {row.number} is kept, although the file no longer has it: stories carry it")
            continue
        done.append(f"number {row.number} is gone")
        session.exec(
            sa.delete(Crosswalk).where(
                sa.or_(col(Crosswalk.from_id) == row.id, col(Crosswalk.to_id) == row.id)
            )
        )
        session.delete(row)
    session.flush()
    return done


def _is_carried(session: Session, recommendation: Recommendation) -> bool:
    return any(
        session.exec(select(tag.recommendation_id).where(tag.recommendation_id == recommendation.id)).first()
        for tag in (ItemTag, RevisionTag)
    )


def _link(crosswalk: CrosswalkData) -> list[Any]:
    """A crosswalk as the audit row keeps it, so that the next load knows what the file said before."""
    ends = ([end.guidance, end.edition, end.number] for end in (crosswalk.from_, crosswalk.to))
    return [*ends, crosswalk.strength.value]


def _load_crosswalks(session: Session, links: list[list[Any]], before: list[list[Any]]) -> list[str]:
    """What the file adds, changes and drops since it was last loaded; other links stay as they are."""
    written = 0
    for link in (link for link in before if link[:2] not in [one[:2] for one in links]):
        for row in _between(session, link):
            session.delete(row)
            written += 1
    session.flush()
    for link in (link for link in links if link not in before):
        rows = _between(session, link)
        ends = _ends(session, link)
        assert ends is not None
        row = rows[0] if rows else Crosswalk(from_id=ends[0], to_id=ends[1], strength=Strength(link[2]))
        row.strength = Strength(link[2])
        session.add(row)
        written += 1
    session.flush()
    return [f"{written} crosswalks changed"] if written else []


def _ends(session: Session, link: list[Any]) -> tuple[int, int] | None:
    found = []
    for guidance, edition, number in link[:2]:
        found.append(
            session.exec(
                select(Recommendation.id)
                .join(Edition, col(Edition.id) == Recommendation.edition_id)
                .join(Guidance, col(Guidance.id) == Edition.guidance_id)
                .where(Guidance.slug == guidance, Edition.label == edition, Recommendation.number == number)
            ).first()
        )
    first, second = found
    return None if first is None or second is None else (first, second)


def _between(session: Session, link: list[Any]) -> list[Crosswalk]:
    """The rows that join the two ends, whichever way round."""
    ends = _ends(session, link)
    if ends is None:
        return []
    pairs = sa.tuple_(col(Crosswalk.from_id), col(Crosswalk.to_id)).in_([ends, ends[::-1]])
    return list(session.exec(select(Crosswalk).where(pairs)).all())
