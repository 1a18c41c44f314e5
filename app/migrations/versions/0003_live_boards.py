"""Live boards: meetings, their boards and templates, and the actions of clusters.

Revision: 0003
After: 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "board_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_board_template_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_board_template_created_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_template")),
        sa.UniqueConstraint("key", name=op.f("uq_board_template_key")),
    )
    op.create_index(op.f("ix_board_template_cluster_id"), "board_template", ["cluster_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lasts_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("facilitator_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_because", sa.String(), nullable=False),
        sa.Column("minutes_item_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_meeting_cluster_id_cluster")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_meeting_created_by_person")),
        sa.ForeignKeyConstraint(
            ["facilitator_id"], ["person.id"], name=op.f("fk_meeting_facilitator_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_item_id"], ["item.id"], name=op.f("fk_meeting_minutes_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["board_template.id"], name=op.f("fk_meeting_template_id_board_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("minutes_item_id", name=op.f("uq_meeting_minutes_item_id")),
    )
    op.create_index("ix_meeting_cluster", "meeting", ["cluster_id", "state", "starts_at"], unique=False)
    op.create_index(op.f("ix_meeting_facilitator_id"), "meeting", ["facilitator_id"], unique=False)

    op.create_table(
        "board",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("events_from", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("facilitator_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("vote_round", sa.Integer(), nullable=False),
        sa.Column("vote_stage", sa.String(), nullable=True),
        sa.Column("vote_open", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("timer_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timer_left_ms", sa.Integer(), nullable=True),
        sa.Column("speaker_id", sa.Uuid(), nullable=True),
        sa.Column("presenter_id", sa.Uuid(), nullable=True),
        sa.Column("focus_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("door_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facilitator_id"], ["person.id"], name=op.f("fk_board_facilitator_id_person")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_board_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("code", name=op.f("uq_board_code")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_board_meeting_id")),
    )
    op.create_table(
        "cluster_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_person_id", sa.Uuid(), nullable=True),
        sa.Column("owner_school_urn", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "owner_person_id IS NULL OR owner_school_urn IS NULL", name=op.f("ck_cluster_action_one_owner")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_action_cluster_id_cluster")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_cluster_action_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["owner_person_id"], ["person.id"], name=op.f("fk_cluster_action_owner_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["owner_school_urn"], ["school.urn"], name=op.f("fk_cluster_action_owner_school_urn_school")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_cluster_action_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_action")),
    )
    op.create_index(
        "ix_cluster_action_cluster", "cluster_action", ["cluster_id", "done_on", "due_on"], unique=False
    )
    op.create_index(op.f("ix_cluster_action_meeting_id"), "cluster_action", ["meeting_id"], unique=False)
    op.create_index(
        op.f("ix_cluster_action_owner_person_id"), "cluster_action", ["owner_person_id"], unique=False
    )
    op.create_index(
        op.f("ix_cluster_action_owner_school_urn"), "cluster_action", ["owner_school_urn"], unique=False
    )

    op.create_table(
        "meeting_invitation",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("visitor", sa.Boolean(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_meeting_invitation_invited_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_invitation_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_meeting_invitation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_invitation")),
    )
    op.create_index(
        op.f("ix_meeting_invitation_person_id"), "meeting_invitation", ["person_id"], unique=False
    )

    op.create_table(
        "board_budget",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.CheckConstraint("remaining >= 0", name=op.f("ck_board_budget_not_overdrawn")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_budget_board_id_board")),
        sa.PrimaryKeyConstraint("board_id", "round", "owner", name=op.f("pk_board_budget")),
    )
    op.create_table(
        "board_command",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_command_board_id_board")),
        sa.PrimaryKeyConstraint("board_id", "id", name=op.f("pk_board_command")),
    )
    op.create_table(
        "board_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column(
            "position",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_decision_board_id_board")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_decision")),
    )
    op.create_index(op.f("ix_board_decision_board_id"), "board_decision", ["board_id"], unique=False)

    op.create_table(
        "board_event",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_event_board_id_board")),
        sa.PrimaryKeyConstraint("board_id", "seq", name=op.f("pk_board_event")),
    )
    op.create_table(
        "board_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("column_key", sa.String(), nullable=False),
        sa.Column(
            "position",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_group_board_id_board")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_group")),
    )
    op.create_index(op.f("ix_board_group_board_id"), "board_group", ["board_id"], unique=False)

    op.create_table(
        "board_participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("visitor", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("left_as", sa.String(), nullable=True),
        sa.Column("joined_on", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (token_hash IS NULL AND left_as IS NULL)",
            name=op.f("ck_board_participant_who"),
        ),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_participant_board_id_board")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_board_participant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_participant")),
        sa.UniqueConstraint("board_id", "person_id", name=op.f("uq_board_participant_board_id_person_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_board_participant_token_hash")),
    )
    op.create_index(op.f("ix_board_participant_board_id"), "board_participant", ["board_id"], unique=False)
    op.create_index(op.f("ix_board_participant_person_id"), "board_participant", ["person_id"], unique=False)

    op.create_table(
        "board_vote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_vote_board_id_board")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_vote")),
    )
    op.create_index("ix_board_vote_round", "board_vote", ["board_id", "round"], unique=False)

    op.create_table(
        "board_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("column_key", sa.String(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column(
            "position",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("school_urn", sa.Integer(), nullable=True),
        sa.Column("revealed", sa.Boolean(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("owner", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_card_board_id_board")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["board_group.id"], name=op.f("fk_board_card_group_id_board_group")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["board_participant.id"],
            name=op.f("fk_board_card_participant_id_board_participant"),
        ),
        sa.ForeignKeyConstraint(["school_urn"], ["school.urn"], name=op.f("fk_board_card_school_urn_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_card")),
    )
    op.create_index(op.f("ix_board_card_board_id"), "board_card", ["board_id"], unique=False)
    op.create_index(op.f("ix_board_card_group_id"), "board_card", ["group_id"], unique=False)

    op.create_table(
        "board_action",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["cluster_action.id"], name=op.f("fk_board_action_action_id_cluster_action")
        ),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_action_board_id_board")),
        sa.ForeignKeyConstraint(
            ["card_id"], ["board_card.id"], name=op.f("fk_board_action_card_id_board_card")
        ),
        sa.PrimaryKeyConstraint("board_id", "action_id", name=op.f("pk_board_action")),
    )
    op.create_index(op.f("ix_board_action_action_id"), "board_action", ["action_id"], unique=False)

    op.create_table(
        "board_reaction",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_reaction_board_id_board")),
        sa.ForeignKeyConstraint(
            ["card_id"], ["board_card.id"], name=op.f("fk_board_reaction_card_id_board_card")
        ),
        sa.PrimaryKeyConstraint("card_id", "kind", "owner", name=op.f("pk_board_reaction")),
    )
    op.create_index(op.f("ix_board_reaction_board_id"), "board_reaction", ["board_id"], unique=False)
    # Added in place: SQLite would make the table anew in batch mode, and what refers to it forbids that.
    for column, table in (("meeting_id", "meeting"), ("action_id", "cluster_action")):
        op.add_column(
            "notice",
            sa.Column(
                column,
                sa.Uuid(),
                sa.ForeignKey(f"{table}.id", name=op.f(f"fk_notice_{column}_{table}")),
                nullable=True,
            ),
            inline_references=True,
        )


def downgrade() -> None:
    """Take back."""
    op.drop_column("notice", "action_id")
    op.drop_column("notice", "meeting_id")
    for table in (
        "board_reaction",
        "board_action",
        "board_card",
        "board_vote",
        "board_participant",
        "board_group",
        "board_event",
        "board_decision",
        "board_command",
        "board_budget",
        "meeting_invitation",
        "cluster_action",
        "board",
        "meeting",
        "board_template",
    ):
        op.drop_table(table)
