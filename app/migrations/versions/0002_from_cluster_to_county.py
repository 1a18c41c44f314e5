"""From cluster to county: checks, awards, collections, requests, notices, and what the library is read from.

Revision: 0002
After: 0001
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "library_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_version")),
    )
    op.create_table(
        "library_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_change")),
    )
    op.create_index(op.f("ix_library_change_version"), "library_change", ["version"], unique=False)

    op.create_table(
        "library_word",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_library_word")),
    )
    op.create_index(op.f("ix_library_word_length"), "library_word", ["length"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_waiting", "outbox", ["done_at", "due_at"], unique=False)

    op.create_table(
        "collection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("cover", sa.String(), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience IN ('draft', 'county', 'public')", name=op.f("ck_collection_audience")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_collection_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
    )
    op.create_index(
        "ix_collection_audience_published_at", "collection", ["audience", "published_at"], unique=False
    )

    op.create_table(
        "rubric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_rubric_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric")),
        sa.UniqueConstraint("version", name=op.f("uq_rubric_version")),
    )
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
    )
    op.create_index(op.f("ix_saved_search_person_id"), "saved_search", ["person_id"], unique=False)

    op.create_table(
        "collection_item",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_collection_item_added_by_person")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_item_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_collection_item_item_id_item")),
        sa.ForeignKeyConstraint(["left_by"], ["person.id"], name=op.f("fk_collection_item_left_by_person")),
        sa.PrimaryKeyConstraint("collection_id", "item_id", name=op.f("pk_collection_item")),
    )
    op.create_index(op.f("ix_collection_item_item_id"), "collection_item", ["item_id"], unique=False)

    op.create_table(
        "exemplar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("rubric_id", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("awarded_by", sa.Uuid(), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["awarded_by"], ["person.id"], name=op.f("fk_exemplar_awarded_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_exemplar_ended_by_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_exemplar_item_id_item")),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name=op.f("fk_exemplar_rubric_id_rubric")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplar")),
    )
    op.create_index(op.f("ix_exemplar_item_id"), "exemplar", ["item_id"], unique=False)
    op.create_index("ix_exemplar_review_by", "exemplar", ["ended_at", "review_by"], unique=False)
    op.create_index(
        "uq_exemplar_current",
        "exemplar",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "exemplar_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exemplar_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exemplar_id"], ["exemplar.id"], name=op.f("fk_exemplar_review_exemplar_id_exemplar")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_exemplar_review_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplar_review")),
    )
    op.create_index(op.f("ix_exemplar_review_exemplar_id"), "exemplar_review", ["exemplar_id"], unique=False)

    op.create_table(
        "library_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("school_urn", sa.Integer(), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("phase", sa.String(), nullable=True),
        sa.Column("district", sa.String(), nullable=True),
        sa.Column("reach", sa.String(32), nullable=False),
        sa.Column("exemplar", sa.Boolean(), nullable=False),
        sa.Column("to_school", sa.Integer(), nullable=True),
        sa.Column("to_cluster", sa.Integer(), nullable=True),
        sa.Column("to_county", sa.Boolean(), nullable=False),
        sa.Column("to_public", sa.Boolean(), nullable=False),
        sa.Column("newer_school", sa.Integer(), nullable=True),
        sa.Column("newer_cluster", sa.Integer(), nullable=True),
        sa.Column("newer_county", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_library_entry_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_library_entry_item_id_item")),
        sa.ForeignKeyConstraint(
            ["school_urn"], ["school.urn"], name=op.f("fk_library_entry_school_urn_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entry")),
        sa.UniqueConstraint(
            "item_id", "revision_number", name=op.f("uq_library_entry_item_id_revision_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_library_entry_cluster_id"), "library_entry", ["cluster_id"], unique=False)
    op.create_index(op.f("ix_library_entry_exemplar"), "library_entry", ["exemplar"], unique=False)
    op.create_index(
        "ix_library_entry_published_at", "library_entry", ["published_at", "item_id"], unique=False
    )
    op.create_index(op.f("ix_library_entry_school_urn"), "library_entry", ["school_urn"], unique=False)
    op.create_index(op.f("ix_library_entry_to_cluster"), "library_entry", ["to_cluster"], unique=False)
    op.create_index(op.f("ix_library_entry_to_school"), "library_entry", ["to_school"], unique=False)

    op.create_table(
        "privacy_dismissal",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("dismissed_by", sa.Uuid(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dismissed_by"], ["person.id"], name=op.f("fk_privacy_dismissal_dismissed_by_person")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_privacy_dismissal_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", "finding", name=op.f("pk_privacy_dismissal")),
    )
    op.create_table(
        "library_recommendation",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("nearness", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["library_entry.id"],
            name=op.f("fk_library_recommendation_entry_id_library_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_library_recommendation_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("entry_id", "recommendation_id", name=op.f("pk_library_recommendation")),
    )
    op.create_index(
        op.f("ix_library_recommendation_recommendation_id"),
        "library_recommendation",
        ["recommendation_id"],
        unique=False,
    )

    op.create_table(
        "privacy_confirmation",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("dismissed", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_privacy_confirmation_confirmed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_privacy_confirmation_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_privacy_confirmation")),
    )
    op.create_table(
        "story_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_urn", sa.Integer(), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(school_urn IS NULL) <> (cluster_id IS NULL)", name=op.f("ck_story_request_to")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_story_request_answered_by_person")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_story_request_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_story_request_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_story_request_item_id_item")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_story_request_recommendation_id_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["school_urn"], ["school.urn"], name=op.f("fk_story_request_school_urn_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_request")),
    )
    op.create_index(op.f("ix_story_request_asked_by"), "story_request", ["asked_by"], unique=False)
    op.create_index(op.f("ix_story_request_cluster_id"), "story_request", ["cluster_id"], unique=False)
    op.create_index(op.f("ix_story_request_item_id"), "story_request", ["item_id"], unique=False)
    op.create_index(
        op.f("ix_story_request_recommendation_id"), "story_request", ["recommendation_id"], unique=False
    )
    op.create_index(op.f("ix_story_request_school_urn"), "story_request", ["school_urn"], unique=False)
    op.create_index("ix_story_request_state_asked_at", "story_request", ["state", "asked_at"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("exemplar_id", sa.Uuid(), nullable=True),
        sa.Column("collection_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_notice_by_person")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_notice_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(
            ["exemplar_id"], ["exemplar.id"], name=op.f("fk_notice_exemplar_id_exemplar")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_notice_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["story_request.id"], name=op.f("fk_notice_request_id_story_request")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_notice_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_item_id"), "notice", ["item_id"], unique=False)
    op.create_index("ix_notice_person", "notice", ["person_id", "read_at", "at"], unique=False)

    # Added in place: SQLite would make the table anew in batch mode, and what refers to it forbids that.
    op.add_column(
        "submission",
        sa.Column(
            "taken_over_by",
            sa.Uuid(),
            sa.ForeignKey("person.id", name=op.f("fk_submission_taken_over_by_person")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column("submission", sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("INSERT INTO library_version (id, version, rules) VALUES (1, 0, 0)")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE library_text USING fts5(title, names, body, tokenize='unicode61')")
    else:
        op.execute(
            "CREATE TABLE library_text ("
            "entry_id integer PRIMARY KEY REFERENCES library_entry (id) ON DELETE CASCADE,"
            " title tsvector NOT NULL, names tsvector NOT NULL, words tsvector NOT NULL)"
        )
        for column in ("title", "names", "words"):
            op.execute(f"CREATE INDEX ix_library_text_{column} ON library_text USING gin ({column})")


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TABLE library_text")
    op.drop_column("submission", "raised_at")
    op.drop_column("submission", "taken_over_by")
    op.drop_table("notice")

    op.drop_table("story_request")
    op.drop_table("privacy_confirmation")

    op.drop_table("library_recommendation")
    op.drop_table("privacy_dismissal")

    op.drop_table("library_entry")

    op.drop_table("exemplar_review")
    op.drop_table("exemplar")

    op.drop_table("collection_item")

    op.drop_table("saved_search")
    op.drop_table("rubric")

    op.drop_table("collection")

    op.drop_table("outbox")

    op.drop_table("library_word")
    op.drop_table("library_change")
    op.drop_table("library_version")
