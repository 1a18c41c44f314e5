"""The first tables: places, people, evidence, items, documents, audit.

Revision: 0001
After:
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""

    op.create_table(
        "guidance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance")),
        sa.UniqueConstraint("slug", name=op.f("uq_guidance_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("post_title", sa.String(), nullable=True),
        sa.Column("persona", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("persona", name=op.f("uq_person_persona")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_name"), ["name"], unique=False)

    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("name", name=op.f("uq_region_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_region_slug")),
    )
    op.create_table(
        "school",
        sa.Column("urn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("local_authority", sa.Integer(), nullable=True),
        sa.Column("district", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("fsm_percent", sa.Float(), nullable=True),
        sa.Column("urban_rural", sa.String(), nullable=True),
        sa.Column("easting", sa.Integer(), nullable=True),
        sa.Column("northing", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("urn", name=op.f("pk_school")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_phase"), ["phase"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_entry_actor_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "cluster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_cluster_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("name", name=op.f("uq_cluster_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_cluster_slug")),
    )
    with op.batch_alter_table("cluster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cluster_region_id"), ["region_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guidance_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guidance_id"], ["guidance.id"], name=op.f("fk_edition_guidance_id_guidance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("guidance_id", "label", name=op.f("uq_edition_guidance_id_label")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_guidance_id"), ["guidance_id"], unique=False)

    op.create_table(
        "person_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_person_session_token_hash")),
    )
    with op.batch_alter_table("person_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cluster_focus",
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_focus_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_cluster_focus_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("cluster_id", "edition_id", name=op.f("pk_cluster_focus")),
    )
    op.create_table(
        "cluster_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_urn", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until_date", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "until_date IS NULL OR until_date >= from_date", name=op.f("ck_cluster_membership_dates")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_membership_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(
            ["school_urn"], ["school.urn"], name=op.f("fk_cluster_membership_school_urn_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_membership")),
    )
    with op.batch_alter_table("cluster_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cluster_membership_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cluster_membership_school_urn"), ["school_urn"], unique=False)
        batch_op.create_index(
            "uq_cluster_membership_school_now",
            ["school_urn"],
            unique=True,
            sqlite_where=sa.text("until_date IS NULL"),
            postgresql_where=sa.text("until_date IS NULL"),
        )

    op.create_table(
        "item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("home_school_urn", sa.Integer(), nullable=True),
        sa.Column("home_cluster_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("template_key", sa.String(), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(home_school_urn IS NULL) <> (home_cluster_id IS NULL)", name=op.f("ck_item_home")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_item_created_by_person")),
        sa.ForeignKeyConstraint(
            ["home_cluster_id"], ["cluster.id"], name=op.f("fk_item_home_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(
            ["home_school_urn"], ["school.urn"], name=op.f("fk_item_home_school_urn_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_home_cluster_id"), ["home_cluster_id"], unique=False)
        batch_op.create_index(
            "ix_item_home_school_urn_updated_at", ["home_school_urn", "updated_at"], unique=False
        )

    op.create_table(
        "recommendation_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_recommendation_group_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_group")),
        sa.UniqueConstraint("edition_id", "key", name=op.f("uq_recommendation_group_edition_id_key")),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("school_urn", sa.Integer(), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "\n    (role IN ('contributor', 'school_lead')\n        AND school_urn IS NOT NULL AND cluster_id IS NULL AND region_id IS NULL)\n    OR (role = 'cluster_lead' AND school_urn IS NULL AND cluster_id IS NOT NULL AND region_id IS NULL)\n    OR (role = 'regional_lead' AND school_urn IS NULL AND cluster_id IS NULL AND region_id IS NOT NULL)\n    OR (role = 'administrator' AND school_urn IS NULL AND cluster_id IS NULL AND region_id IS NULL)\n",
            name=op.f("ck_seat_place"),
        ),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_seat_cluster_id_cluster")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_seat_region_id_region")),
        sa.ForeignKeyConstraint(["school_urn"], ["school.urn"], name=op.f("fk_seat_school_urn_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_school_urn"), ["school_urn"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_document_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("item_id", name=op.f("uq_document_item_id")),
    )
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until_date", sa.Date(), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.CheckConstraint("until_date IS NULL OR until_date >= from_date", name=op.f("ck_holding_dates")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_holding_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_holding_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    with op.batch_alter_table("holding", schema=None) as batch_op:
        batch_op.create_index("ix_holding_person_seat", ["person_id", "seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_holding_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "item_author",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("may_edit", sa.Boolean(), nullable=False),
        sa.Column("on_byline", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_item_author_invited_by_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_author_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_author_person_id_person")),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_item_author")),
    )
    with op.batch_alter_table("item_author", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_author_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_recommendation_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["recommendation_group.id"],
            name=op.f("fk_recommendation_group_id_recommendation_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_recommendation_edition_id_number")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("template_key", sa.String(), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_revision_item_id_item")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_revision_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_revision_item_id_number")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("school_urn", sa.Integer(), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("own_lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_submission_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_submission_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_submission_decided_by_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_submission_item_id_item")),
        sa.ForeignKeyConstraint(["school_urn"], ["school.urn"], name=op.f("fk_submission_school_urn_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_school_urn"), ["school_urn"], unique=False)
        batch_op.create_index("ix_submission_state_asked_at", ["state", "asked_at"], unique=False)
        batch_op.create_index(
            "uq_submission_open",
            ["item_id", "audience"],
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'needs_changes')"),
            postgresql_where=sa.text("state IN ('waiting', 'needs_changes')"),
        )

    op.create_table(
        "crosswalk",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("strength", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["recommendation.id"], name=op.f("fk_crosswalk_from_id_recommendation")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["recommendation.id"], name=op.f("fk_crosswalk_to_id_recommendation")
        ),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("pk_crosswalk")),
    )
    with op.batch_alter_table("crosswalk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_crosswalk_to_id"), ["to_id"], unique=False)

    op.create_table(
        "document_projection",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state_vector", sa.LargeBinary(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("projected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_projection_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_projection")),
    )
    op.create_table(
        "document_snapshot",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("update", sa.LargeBinary(), nullable=False),
        sa.Column("state_vector", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_snapshot_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", "seq", name=op.f("pk_document_snapshot")),
    )
    op.create_table(
        "document_update",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("update", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_update_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", "seq", name=op.f("pk_document_update")),
    )
    op.create_table(
        "item_tag",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_tag_item_id_item")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_item_tag_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("item_id", "recommendation_id", name=op.f("pk_item_tag")),
    )
    with op.batch_alter_table("item_tag", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_item_tag_recommendation_id"), ["recommendation_id"], unique=False
        )

    op.create_table(
        "publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("school_urn", sa.Integer(), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_publication_approved_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_publication_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_publication_ended_by_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_publication_item_id_item")),
        sa.ForeignKeyConstraint(
            ["school_urn"], ["school.urn"], name=op.f("fk_publication_school_urn_school")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_publication_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(
            "ix_publication_audience", ["audience", "ended_at", "published_at"], unique=False
        )
        batch_op.create_index(
            "ix_publication_cluster", ["cluster_id", "ended_at", "published_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_publication_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            "ix_publication_school", ["school_urn", "ended_at", "published_at"], unique=False
        )
        batch_op.create_index(
            "uq_publication_current",
            ["item_id", "audience"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "revision_byline",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("school_urn", sa.Integer(), nullable=True),
        sa.Column("school_name", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_revision_byline_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_byline_revision_id_revision")
        ),
        sa.ForeignKeyConstraint(
            ["school_urn"], ["school.urn"], name=op.f("fk_revision_byline_school_urn_school")
        ),
        sa.PrimaryKeyConstraint("revision_id", "person_id", name=op.f("pk_revision_byline")),
    )
    with op.batch_alter_table("revision_byline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_byline_person_id"), ["person_id"], unique=False)

    op.create_table(
        "revision_tag",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_revision_tag_recommendation_id_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_tag_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("revision_id", "recommendation_id", name=op.f("pk_revision_tag")),
    )
    with op.batch_alter_table("revision_tag", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_revision_tag_recommendation_id"), ["recommendation_id"], unique=False
        )

    op.create_table(
        "submission_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_submission_event_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_event_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_event")),
    )
    with op.batch_alter_table("submission_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_event_submission_id"), ["submission_id"], unique=False
        )


def downgrade() -> None:
    """Take back."""

    with op.batch_alter_table("submission_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_event_submission_id"))

    op.drop_table("submission_event")
    with op.batch_alter_table("revision_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_tag_recommendation_id"))

    op.drop_table("revision_tag")
    with op.batch_alter_table("revision_byline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_byline_person_id"))

    op.drop_table("revision_byline")
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_publication_current",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_publication_school")
        batch_op.drop_index(batch_op.f("ix_publication_item_id"))
        batch_op.drop_index("ix_publication_cluster")
        batch_op.drop_index("ix_publication_audience")

    op.drop_table("publication")
    with op.batch_alter_table("item_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_tag_recommendation_id"))

    op.drop_table("item_tag")
    op.drop_table("document_update")
    op.drop_table("document_snapshot")
    op.drop_table("document_projection")
    with op.batch_alter_table("crosswalk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_crosswalk_to_id"))

    op.drop_table("crosswalk")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_submission_open",
            sqlite_where=sa.text("state IN ('waiting', 'needs_changes')"),
            postgresql_where=sa.text("state IN ('waiting', 'needs_changes')"),
        )
        batch_op.drop_index("ix_submission_state_asked_at")
        batch_op.drop_index(batch_op.f("ix_submission_school_urn"))
        batch_op.drop_index(batch_op.f("ix_submission_item_id"))
        batch_op.drop_index(batch_op.f("ix_submission_cluster_id"))
        batch_op.drop_index(batch_op.f("ix_submission_asked_by"))

    op.drop_table("submission")
    op.drop_table("revision")
    op.drop_table("recommendation")
    with op.batch_alter_table("item_author", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_author_person_id"))

    op.drop_table("item_author")
    with op.batch_alter_table("holding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holding_seat_id"))
        batch_op.drop_index("ix_holding_person_seat")

    op.drop_table("holding")
    op.drop_table("document")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_school_urn"))
        batch_op.drop_index(batch_op.f("ix_seat_region_id"))
        batch_op.drop_index(batch_op.f("ix_seat_cluster_id"))

    op.drop_table("seat")
    op.drop_table("recommendation_group")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index("ix_item_home_school_urn_updated_at")
        batch_op.drop_index(batch_op.f("ix_item_home_cluster_id"))

    op.drop_table("item")
    with op.batch_alter_table("cluster_membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cluster_membership_school_now",
            sqlite_where=sa.text("until_date IS NULL"),
            postgresql_where=sa.text("until_date IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_cluster_membership_school_urn"))
        batch_op.drop_index(batch_op.f("ix_cluster_membership_cluster_id"))

    op.drop_table("cluster_membership")
    op.drop_table("cluster_focus")
    with op.batch_alter_table("person_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_session_person_id"))

    op.drop_table("person_session")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_guidance_id"))

    op.drop_table("edition")
    with op.batch_alter_table("cluster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cluster_region_id"))

    op.drop_table("cluster")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")

    op.drop_table("audit_entry")
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_phase"))
        batch_op.drop_index(batch_op.f("ix_school_name"))

    op.drop_table("school")
    op.drop_table("region")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name"))

    op.drop_table("person")
    op.drop_table("guidance")
