"""What one transaction sees of another."""

import sqlalchemy as sa
from sqlmodel import select

from app.db import Database
from app.models.places import Region


def test_a_reading_transaction_has_one_view_however_often_it_looks(database: Database) -> None:
    regions = select(sa.func.count()).select_from(Region)
    with database.read() as reader:
        before = reader.exec(regions).one()
        with database.write() as writer:
            writer.add(Region(slug="new", name="New"))
        assert reader.exec(regions).one() == before
    with database.read() as reader:
        assert reader.exec(regions).one() == before + 1
