"""Change journeys with their entries and measures, adoptions, and files and links of items.

Revision: 0004
After: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "adoption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("school_urn", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(32), nullable=False),
        sa.Column("context", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("journey_id", sa.Uuid(), nullable=True),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_adoption_item_id_item")),
        sa.ForeignKeyConstraint(["journey_id"], ["item.id"], name=op.f("fk_adoption_journey_id_item")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_adoption_said_by_person")),
        sa.ForeignKeyConstraint(["school_urn"], ["school.urn"], name=op.f("fk_adoption_school_urn_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
        sa.UniqueConstraint("item_id", "school_urn", name=op.f("uq_adoption_item_id_school_urn")),
    )
    op.create_index(op.f("ix_adoption_journey_id"), "adoption", ["journey_id"], unique=False)
    op.create_index(op.f("ix_adoption_school_urn"), "adoption", ["school_urn"], unique=False)

    op.create_table(
        "item_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_item_link_created_by_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_link_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_link")),
    )
    op.create_index(op.f("ix_item_link_checked_at"), "item_link", ["checked_at"], unique=False)
    op.create_index("ix_item_link_item", "item_link", ["item_id", "position"], unique=False)

    op.create_table(
        "journey_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("going", sa.String(32), nullable=True),
        sa.Column("prompt", sa.String(32), nullable=True),
        sa.Column("held_back", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_journey_entry_author_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_journey_entry_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_entry")),
    )
    op.create_index("ix_journey_entry_item", "journey_entry", ["item_id", "happened_on"], unique=False)

    op.create_table(
        "journey_phase",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.String(32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_journey_phase_item_id_item")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_journey_phase_set_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_phase")),
        sa.UniqueConstraint("item_id", "since", name=op.f("uq_journey_phase_item_id_since")),
    )
    op.create_index(op.f("ix_journey_phase_item_id"), "journey_phase", ["item_id"], unique=False)

    op.create_table(
        "measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("better", sa.String(32), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_measure_created_by_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_measure_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_item", "measure", ["item_id", "position"], unique=False)

    op.create_table(
        "resource",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("licence", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_resource_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_resource")),
    )
    op.create_table(
        "item_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journey_entry.id"], name=op.f("fk_item_file_entry_id_journey_entry")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_file_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_file")),
    )
    op.create_index(op.f("ix_item_file_entry_id"), "item_file", ["entry_id"], unique=False)
    op.create_index("ix_item_file_item", "item_file", ["item_id", "position"], unique=False)

    op.create_table(
        "journey_entry_tag",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journey_entry.id"], name=op.f("fk_journey_entry_tag_entry_id_journey_entry")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_journey_entry_tag_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("entry_id", "recommendation_id", name=op.f("pk_journey_entry_tag")),
    )
    op.create_index(
        op.f("ix_journey_entry_tag_recommendation_id"),
        "journey_entry_tag",
        ["recommendation_id"],
        unique=False,
    )

    op.create_table(
        "measure_point",
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_point_measure_id_measure")
        ),
        sa.PrimaryKeyConstraint("measure_id", "measured_on", name=op.f("pk_measure_point")),
    )
    op.create_table(
        "file_version",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("has_preview", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["item_file.id"], name=op.f("fk_file_version_file_id_item_file")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["person.id"], name=op.f("fk_file_version_uploaded_by_person")
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_file_version")),
        sa.UniqueConstraint("key", name=op.f("uq_file_version_key")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("refused", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journey_entry.id"], name=op.f("fk_upload_entry_id_journey_entry")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["item_file.id"], name=op.f("fk_upload_file_id_item_file")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_upload_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_expires_at"), "upload", ["expires_at"], unique=False)
    op.create_index(op.f("ix_upload_item_id"), "upload", ["item_id"], unique=False)

    op.create_table(
        "upload_part",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_part_upload_id_upload")),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_upload_part")),
        sa.UniqueConstraint("key", name=op.f("uq_upload_part_key")),
    )

    op.add_column("library_entry", sa.Column("adopted", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("library_entry", sa.Column("adapted", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("library_entry", sa.Column("stopped", sa.Integer(), nullable=False, server_default="0"))

    op.add_column("revision", sa.Column("details", sa.JSON(), nullable=True))
    # Added in place: SQLite would make the table anew in batch mode, and what refers to it forbids that.
    op.add_column(
        "notice",
        sa.Column(
            "adoption_id",
            sa.Uuid(),
            sa.ForeignKey("adoption.id", name=op.f("fk_notice_adoption_id_adoption")),
            nullable=True,
        ),
        inline_references=True,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("notice", "adoption_id")
    op.drop_column("revision", "details")

    op.drop_column("library_entry", "stopped")
    op.drop_column("library_entry", "adapted")
    op.drop_column("library_entry", "adopted")

    op.drop_index(op.f("ix_upload_item_id"), table_name="upload")
    op.drop_index(op.f("ix_upload_expires_at"), table_name="upload")

    op.drop_table("upload_part")
    op.drop_table("upload")
    op.drop_table("file_version")
    op.drop_table("measure_point")
    op.drop_index(op.f("ix_journey_entry_tag_recommendation_id"), table_name="journey_entry_tag")

    op.drop_table("journey_entry_tag")
    op.drop_index("ix_item_file_item", table_name="item_file")
    op.drop_index(op.f("ix_item_file_entry_id"), table_name="item_file")

    op.drop_table("item_file")
    op.drop_table("resource")
    op.drop_index("ix_measure_item", table_name="measure")

    op.drop_table("measure")
    op.drop_index(op.f("ix_journey_phase_item_id"), table_name="journey_phase")

    op.drop_table("journey_phase")
    op.drop_index("ix_journey_entry_item", table_name="journey_entry")

    op.drop_table("journey_entry")
    op.drop_index("ix_item_link_item", table_name="item_link")
    op.drop_index(op.f("ix_item_link_checked_at"), table_name="item_link")

    op.drop_table("item_link")
    op.drop_index(op.f("ix_adoption_school_urn"), table_name="adoption")
    op.drop_index(op.f("ix_adoption_journey_id"), table_name="adoption")

    op.drop_table("adoption")
