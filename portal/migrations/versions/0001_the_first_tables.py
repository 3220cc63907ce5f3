"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant
from portal.migrations import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first step."""
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key_hmac", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_key", ["kind", "key_hmac", "at"], unique=False)

    op.create_table(
        "erasures",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "officers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=False),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("first_password_until", Instant(timezone=True), nullable=True),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("disabled_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
        sa.UniqueConstraint("email", name=op.f("uq_officers_email")),
    )
    with op.batch_alter_table("officers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_officers_team"), ["team"], unique=False)

    op.create_table(
        "one_time_codes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=True),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("address_hmac", sa.String(length=64), nullable=False),
        sa.Column("code_hmac", sa.String(length=64), nullable=True),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
    )
    with op.batch_alter_table("one_time_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_codes_browser_hash"), ["browser_hash"], unique=False)

    op.create_table(
        "persons",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("preferred_language", sa.Text(), nullable=False),
        sa.Column("adjustments", sa.Text(), nullable=False),
        sa.Column("large_print", sa.Boolean(), nullable=False),
        sa.Column("wants_call", sa.Boolean(), nullable=False),
        sa.Column("safe_times", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_table(
        "web_sessions",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=True),
        sa.Column("begun_at", Instant(timezone=True), nullable=False),
        sa.Column("seen_at", Instant(timezone=True), nullable=False),
        sa.Column("reauthenticated_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_web_sessions")),
    )
    with op.batch_alter_table("web_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_sessions_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "complaints",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("receipt_key", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("received_at", Instant(timezone=True), nullable=False),
        sa.Column("logged_at", Instant(timezone=True), nullable=False),
        sa.Column("logged_by", sa.String(length=32), nullable=True),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("not_to_tell", sa.Text(), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("urgent_words", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["logged_by"], ["officers.id"], name=op.f("fk_complaints_logged_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("receipt_key", name="uq_complaint_receipt"),
    )
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.create_index("ix_complaints_queue", ["state", "team", "due"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaints_received_at"), ["received_at"], unique=False)

    op.create_table(
        "contact_points",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("normal", sa.String(length=320), nullable=False),
        sa.Column("shared", sa.String(length=8), nullable=False),
        sa.Column("added_at", Instant(timezone=True), nullable=False),
        sa.Column("proven_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_contact_points_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_points")),
    )
    with op.batch_alter_table("contact_points", schema=None) as batch_op:
        batch_op.create_index("ix_contact_points_normal", ["kind", "normal"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_points_person_id"), ["person_id"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("large_print", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("secret", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("not_before", Instant(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", Instant(timezone=True), nullable=True),
        sa.Column("sent_at", Instant(timezone=True), nullable=True),
        sa.Column("given_up_at", Instant(timezone=True), nullable=True),
        sa.Column("cancelled_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_letters_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index("ix_letters_owed", ["sent_at", "given_up_at", "cancelled_at", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_queue"), ["queue"], unique=False)

    op.create_table(
        "one_time_sign_ins",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_one_time_sign_ins_officer_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_sign_ins")),
    )
    with op.batch_alter_table("one_time_sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_sign_ins_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("understood", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("not_ours", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_acknowledgements_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_acknowledgements_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
        sa.UniqueConstraint("complaint_id", "stage", name="uq_acknowledgement_stage"),
    )
    with op.batch_alter_table("acknowledgements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acknowledgements_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=True),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["officers.id"], name=op.f("fk_assignments_by")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_assignments_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_assignments_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "caller_checks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("until", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_caller_checks_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_caller_checks_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_caller_checks_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_checks")),
    )
    with op.batch_alter_table("caller_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_caller_checks_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "contact_changes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["officers.id"], name=op.f("fk_contact_changes_asked_by")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_contact_changes_complaint_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name=op.f("fk_contact_changes_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_contact_changes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_changes")),
    )
    with op.batch_alter_table("contact_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_changes_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "contact_records",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("logged_at", Instant(timezone=True), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("send_key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_contact_records_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_contact_records_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_records")),
        sa.UniqueConstraint("send_key", name=op.f("uq_contact_records_send_key")),
    )
    with op.batch_alter_table("contact_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_records_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "correspondence",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_correspondence_complaint_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_correspondence_letter_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_correspondence_person_id")),
        sa.PrimaryKeyConstraint("complaint_id", "letter_id", name=op.f("pk_correspondence")),
    )
    with op.batch_alter_table("correspondence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correspondence_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code_hmac", sa.String(length=64), nullable=True),
        sa.Column("receipt_key", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("proven", sa.String(length=320), nullable=False),
        sa.Column("started_at", Instant(timezone=True), nullable=False),
        sa.Column("saved_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("code_noted_at", Instant(timezone=True), nullable=True),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_drafts_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_drafts_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("code_hmac", name=op.f("uq_drafts_code_hmac")),
        sa.UniqueConstraint("receipt_key", name=op.f("uq_drafts_receipt_key")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_drafts_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "escalation_requests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("to_stage", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["persons.id"], name=op.f("fk_escalation_requests_asked_by")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_escalation_requests_complaint_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name=op.f("fk_escalation_requests_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_requests")),
    )
    with op.batch_alter_table("escalation_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_requests_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(
            "uq_request_open",
            ["complaint_id"],
            unique=True,
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        )

    op.create_table(
        "events",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_events_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "seq", name=op.f("pk_events")),
    )
    op.create_table(
        "extensions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("new_date", sa.Date(), nullable=False),
        sa.Column("next_update", sa.Date(), nullable=True),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_extensions_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_extensions_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extensions_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("may", sa.String(length=64), nullable=False),
        sa.Column("code_hmac", sa.String(length=64), nullable=True),
        sa.Column("begins_at", Instant(timezone=True), nullable=False),
        sa.Column("ends_at", Instant(timezone=True), nullable=True),
        sa.Column("revoked_at", Instant(timezone=True), nullable=True),
        sa.Column("phone_word_hmac", sa.String(length=64), nullable=True),
        sa.Column("phone_word_tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_grants_complaint_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_grants_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint("code_hmac", name=op.f("uq_grants_code_hmac")),
        sa.UniqueConstraint("complaint_id", "person_id", name="uq_grant_person"),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grants_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grants_person_id"), ["person_id"], unique=False)

    op.create_table(
        "letterbox_messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("typed_reference", sa.Text(), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_letterbox_messages_complaint_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name=op.f("fk_letterbox_messages_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterbox_messages")),
    )
    with op.batch_alter_table("letterbox_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letterbox_messages_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("officer_id", sa.String(length=32), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("send_key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_messages_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_messages_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_messages_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("send_key", name=op.f("uq_messages_send_key")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("send_key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_notes_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_notes_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("send_key", name=op.f("uq_notes_send_key")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "parties",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_parties_complaint_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_parties_person_id")),
        sa.PrimaryKeyConstraint("complaint_id", "person_id", "role", name=op.f("pk_parties")),
    )
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_person_id"), ["person_id"], unique=False)

    op.create_table(
        "promised_dates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("because", sa.String(length=16), nullable=False),
        sa.Column("worked_out", sa.JSON(), nullable=False),
        sa.Column("promised_at", Instant(timezone=True), nullable=False),
        sa.Column("kept_at", Instant(timezone=True), nullable=True),
        sa.Column("replaced_at", Instant(timezone=True), nullable=True),
        sa.Column("reminded_at", Instant(timezone=True), nullable=True),
        sa.Column("late_told_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_promised_dates_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promised_dates")),
    )
    with op.batch_alter_table("promised_dates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promised_dates_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promised_dates_due"), ["due"], unique=False)

    op.create_table(
        "references",
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("given_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_references_complaint_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_references_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_references")),
    )
    with op.batch_alter_table("references", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_references_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "replies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("finding", sa.String(length=24), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("next_step", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_replies_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_replies_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("complaint_id", "stage", name="uq_reply_stage"),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "stages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("procedure_from", sa.Date(), nullable=False),
        sa.Column("responder", sa.String(length=64), nullable=False),
        sa.Column("requested_at", Instant(timezone=True), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column("acknowledged_at", Instant(timezone=True), nullable=True),
        sa.Column("answered_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_stages_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("complaint_id", "number", name="uq_stage_number"),
    )
    with op.batch_alter_table("stages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stages_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "urgent_watches",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("alarm_at", Instant(timezone=True), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(length=32), nullable=True),
        sa.Column("alarmed_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_urgent_watches_complaint_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["officers.id"], name=op.f("fk_urgent_watches_opened_by")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_urgent_watches")),
    )
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undo_until", sa.Date(), nullable=False),
        sa.Column("undone_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_withdrawals_complaint_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_withdrawals_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawals")),
    )
    with op.batch_alter_table("withdrawals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_withdrawals_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "calls",
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_calls_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_calls")),
    )
    op.create_table(
        "incomplete_calls",
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("kept_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_incomplete_calls_draft_id")),
        sa.ForeignKeyConstraint(["owner"], ["officers.id"], name=op.f("fk_incomplete_calls_owner")),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_incomplete_calls")),
    )
    with op.batch_alter_table("incomplete_calls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incomplete_calls_owner"), ["owner"], unique=False)

    op.create_table(
        "reply_causes",
        sa.Column("reply_id", sa.String(length=32), nullable=False),
        sa.Column("root_cause", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["replies.id"], name=op.f("fk_reply_causes_reply_id")),
        sa.PrimaryKeyConstraint("reply_id", name=op.f("pk_reply_causes")),
    )
    op.create_table(
        "unlockings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_hash", sa.String(length=64), nullable=False),
        sa.Column("grant_id", sa.String(length=32), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_unlockings_grant_id")),
        sa.ForeignKeyConstraint(["session_hash"], ["web_sessions.id_hash"], name=op.f("fk_unlockings_session_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unlockings")),
        sa.UniqueConstraint("session_hash", "grant_id", name="uq_unlocking_session"),
    )
    with op.batch_alter_table("unlockings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unlockings_grant_id"), ["grant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unlockings_session_hash"), ["session_hash"], unique=False)

    triggers.make()


def downgrade() -> None:
    """Refuse: there is nothing before."""
    raise RuntimeError("the first tables are not taken away: restore a backup")
