"""Migrations can be taken back and done again without what stands in the tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlmodel import select

from app.models.files import FileVersion
from app.models.people import Role
from tests.factories import County
from tests.uploads import stored

ROOT = Path(__file__).parent.parent


def test_of_files_from_before_nobody_knows_whether_they_were_read(county: County) -> None:
    school = county.school(county.cluster())
    author = county.person(Role.contributor, school)
    stored(county, county.story(author, school), author, read_whole=True, note="Made smaller.")
    config = Config(ROOT / "alembic.ini")
    with county.database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    with county.database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
    with county.database.read() as session:
        file = session.exec(select(FileVersion)).one()
    assert (file.text, file.read_whole, file.note) == ("Hedgehogs", False, "")
