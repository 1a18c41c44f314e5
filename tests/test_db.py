"""What one transaction sees of another."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
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


def test_what_people_wrote_is_in_no_error(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    with database.write() as session:
        session.add(Region(slug="taken", name="Taken"))
    with database.write() as session:
        session.add(Region(slug="taken", name="Only Ann may see this"))
        with pytest.raises(IntegrityError) as refused:
            session.flush()
        session.rollback()
    assert "INSERT" in str(refused.value)
    assert "Only Ann" not in str(refused.value) + caplog.text
