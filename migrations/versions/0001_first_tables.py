"""first tables

The first revision.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import learnhub.db
from learnhub.ledger.triggers import create_functions, create_triggers, drop_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    create_functions(op.get_bind())
    op.create_table(
        "country",
        sa.Column("iso2", sa.String(length=2), nullable=False),
        sa.Column("iso3", sa.String(length=3), nullable=False),
        sa.Column("m49", sa.String(length=3), nullable=False, comment="with leading zeros"),
        sa.Column(
            "name_un",
            sa.String(length=120),
            nullable=False,
            comment="the English name as the United Nations write it",
        ),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("name_es", sa.String(length=120), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_ru", sa.String(length=120), nullable=False),
        sa.Column(
            "unesco_region", sa.String(length=3), nullable=False, comment="AFR ARB APA ENA LAC; empty: none"
        ),
        sa.Column(
            "unesco_region_secondary",
            sa.String(length=3),
            nullable=False,
            comment="the other region it also takes part in",
        ),
        sa.Column(
            "region_basis", sa.String(length=10), nullable=False, comment="official, former, derived or none"
        ),
        sa.Column("electoral_group", sa.String(length=4), nullable=False),
        sa.Column("unesco_member", sa.String(length=10), nullable=False, comment="yes, associate or no"),
        sa.Column("un_member", sa.Boolean(), nullable=False),
        sa.Column("m49_region", sa.String(length=40), nullable=False),
        sa.Column("m49_subregion", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "closed_on", sa.Date(), nullable=True, comment="since when the reference data no longer has it"
        ),
        sa.PrimaryKeyConstraint("iso2", name=op.f("pk_country")),
        sa.UniqueConstraint("iso3", name=op.f("uq_country_iso3")),
        sa.UniqueConstraint("m49", name=op.f("uq_country_m49")),
    )
    with op.batch_alter_table("country", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_country_unesco_region"), ["unesco_region"], unique=False)

    op.create_table(
        "framework",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("horizon_start", sa.Date(), nullable=False),
        sa.Column("horizon_end", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False, comment="current, superseded or uncertain"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "closed_on", sa.Date(), nullable=True, comment="since when the reference data no longer has it"
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_framework")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("run_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("lease_until", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('ready', 'running', 'done', 'dead')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_state_run_at", ["state", "run_at"], unique=False)

    op.create_table(
        "ledger_block",
        sa.Column("block_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_entry", sa.BigInteger(), nullable=False),
        sa.Column("last_entry", sa.BigInteger(), nullable=False, comment="last in the order of entries"),
        sa.Column("last_xid", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.String(length=20), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False, comment="empty for the first block"),
        sa.Column("block_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "leaves",
            sa.LargeBinary(),
            nullable=False,
            comment="zlib: a line `entry_id,kind,key,rev,digest` per entry, by entry_id",
        ),
        sa.CheckConstraint("length(block_hash) = 64", name=op.f("ck_ledger_block_block_hash")),
        sa.PrimaryKeyConstraint("block_id", name=op.f("pk_ledger_block")),
        sa.UniqueConstraint("block_hash", name=op.f("uq_ledger_block_block_hash")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="file of the published layout"),
        sa.Column("key", sa.String(length=200), nullable=False, comment="what all versions of the row share"),
        sa.Column("rev", sa.Integer(), nullable=False, comment="version of the key, from 1"),
        sa.Column("recorded_at", sa.String(length=20), nullable=False, comment="ISO 8601, UTC, seconds"),
        sa.Column("body", sa.Text(), nullable=False, comment="the row's line in the published file"),
        sa.Column("reason", sa.String(length=20), nullable=False, comment="why it was written"),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column(
            "salt",
            sa.String(length=24),
            nullable=False,
            comment="random; blanked at erasure, so that the digest cannot be tried out",
        ),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256, see ledger.digests"),
        sa.Column("xid", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_ledger_entry_digest")),
        sa.CheckConstraint("length(recorded_at) = 20", name=op.f("ck_ledger_entry_recorded_at")),
        sa.CheckConstraint("rev >= 1", name=op.f("ck_ledger_entry_rev")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("kind", "key", "rev", name=op.f("uq_ledger_entry_kind_key_rev")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_entry_order", ["xid", "entry_id"], unique=False)

    op.create_table(
        "page_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_page_version_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_version")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ledger_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_confirmed_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("learner_number", sa.String(length=20), nullable=True),
        sa.Column("login", sa.String(length=100), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("gender", sa.String(length=1), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("residence", sa.String(length=2), nullable=False),
        sa.Column("residence_from", sa.Date(), nullable=True),
        sa.Column("occupation", sa.String(length=40), nullable=False),
        sa.Column("follow_up", sa.Boolean(), nullable=False),
        sa.Column("home_centre", sa.String(length=40), nullable=False),
        sa.Column("account_type", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("ledger_rev", sa.Integer(), nullable=False),
        sa.Column("created_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("erased_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "account_type in ('learner', 'staff', 'test')", name=op.f("ck_person_account_type")
        ),
        sa.CheckConstraint("gender in ('', 'F', 'M', 'X', 'N')", name=op.f("ck_person_gender")),
        sa.CheckConstraint("status in ('unconfirmed', 'confirmed', 'erased')", name=op.f("ck_person_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("learner_number", name=op.f("uq_person_learner_number")),
        sa.UniqueConstraint("ledger_id", name=op.f("uq_person_ledger_id")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_email"), ["email"], unique=False)
        batch_op.create_index(
            "uq_person_email_confirmed",
            ["email"],
            unique=True,
            sqlite_where=sa.text("email_confirmed_at is not null"),
            postgresql_where=sa.text("email_confirmed_at is not null"),
        )

    op.create_table(
        "reference_load",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="goes up by one whenever anything here or in `centre` changes",
        ),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the data files"),
        sa.Column("loaded_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_reference_load_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_load")),
    )
    op.create_table(
        "theme",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("broader_code", sa.String(length=24), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=5), nullable=False),
        sa.Column("isced", sa.String(length=4), nullable=False),
        sa.Column("isced_label", sa.String(length=120), nullable=False),
        sa.Column(
            "sdgs",
            sa.String(length=40),
            nullable=False,
            comment="goals it usually touches, separated by semicolons: a hint",
        ),
        sa.Column("scope_note", sa.Text(), nullable=False),
        sa.Column("label_en", sa.String(length=120), nullable=False),
        sa.Column("label_fr", sa.String(length=120), nullable=False),
        sa.Column("label_es", sa.String(length=120), nullable=False),
        sa.Column("label_ar", sa.String(length=120), nullable=False),
        sa.Column("label_zh", sa.String(length=120), nullable=False),
        sa.Column("label_ru", sa.String(length=120), nullable=False),
        sa.Column(
            "closed_on", sa.Date(), nullable=True, comment="since when the reference data no longer has it"
        ),
        sa.ForeignKeyConstraint(["broader_code"], ["theme.code"], name=op.f("fk_theme_broader_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_theme")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("until", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "centre",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("acronym", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("host_iso2", sa.String(length=2), nullable=False),
        sa.Column("other_host_iso2", sa.String(length=2), nullable=True),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False, comment="1, 2 or programme"),
        sa.Column("section", sa.String(length=5), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False, comment="global or regional"),
        sa.Column("year_approved", sa.Integer(), nullable=True),
        sa.Column("year_established", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False, comment="active or uncertain"),
        sa.Column("status_note", sa.Text(), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("confidence", sa.String(length=6), nullable=False, comment="high, medium or low"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False, comment="IANA name"),
        sa.Column(
            "joined_on", sa.Date(), nullable=False, comment="the day it entered this network's records"
        ),
        sa.Column(
            "closed_on", sa.Date(), nullable=True, comment="since when the reference data no longer has it"
        ),
        sa.ForeignKeyConstraint(["host_iso2"], ["country.iso2"], name=op.f("fk_centre_host_iso2")),
        sa.ForeignKeyConstraint(
            ["other_host_iso2"], ["country.iso2"], name=op.f("fk_centre_other_host_iso2")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
    )
    with op.batch_alter_table("centre", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_centre_host_iso2"), ["host_iso2"], unique=False)
        batch_op.create_index(batch_op.f("ix_centre_section"), ["section"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.String(length=20), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index("ix_consent_person", ["person_id"], unique=False)

    op.create_table(
        "country_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.String(length=16), nullable=False),
        sa.Column("iso2", sa.String(length=2), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=True, comment="empty: member, the start is not recorded"),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column(
            "scheduled_to_date", sa.Date(), nullable=True, comment="planned and not confirmed: never applied"
        ),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("from_precision", sa.String(length=8), nullable=False),
        sa.Column("confidence", sa.String(length=6), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "closed_on", sa.Date(), nullable=True, comment="since when the reference data no longer has it"
        ),
        sa.ForeignKeyConstraint(["iso2"], ["country.iso2"], name=op.f("fk_country_group_iso2")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country_group")),
        sa.UniqueConstraint(
            "group_code", "iso2", "from_date", name=op.f("uq_country_group_group_code_iso2_from_date")
        ),
    )
    with op.batch_alter_table("country_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_country_group_iso2"), ["iso2"], unique=False)

    op.create_table(
        "framework_item",
        sa.Column("framework_code", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("parent_code", sa.String(length=16), nullable=False, comment="empty: a top item"),
        sa.Column("item_type", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.String(length=6), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "closed_on", sa.Date(), nullable=True, comment="since when the reference data no longer has it"
        ),
        sa.ForeignKeyConstraint(
            ["framework_code"], ["framework.code"], name=op.f("fk_framework_item_framework_code")
        ),
        sa.PrimaryKeyConstraint("framework_code", "code", name=op.f("pk_framework_item")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("scope_kind", sa.String(length=24), nullable=False),
        sa.Column("scope_id", sa.String(length=32), nullable=False, comment="centre id, region code or iso2"),
        sa.Column("from_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("to_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("granted_by", sa.Integer(), nullable=True, comment="empty: the operator's command"),
        sa.Column(
            "ended_by", sa.Integer(), nullable=True, comment="empty: still held, or the operator's command"
        ),
        sa.CheckConstraint(
            "role IN ('learner', 'author', 'reviewer', 'facilitator', 'centre_coordinator', 'network_coordinator', 'national_viewer', 'administrator')",
            name=op.f("ck_membership_role"),
        ),
        sa.CheckConstraint(
            "scope_kind IN ('network', 'region', 'country', 'centre')", name=op.f("ck_membership_scope_kind")
        ),
        sa.CheckConstraint(
            "(scope_kind = 'network') = (scope_id = '')", name=op.f("ck_membership_scope_named")
        ),
        sa.CheckConstraint("to_at IS NULL OR to_at >= from_at", name=op.f("ck_membership_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_membership_ended_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["person.id"], name=op.f("fk_membership_granted_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_membership_scope", ["scope_kind", "scope_id", "role"], unique=False)
        batch_op.create_index(
            "uq_membership_open",
            ["person_id", "role", "scope_kind", "scope_id"],
            unique=True,
            sqlite_where=sa.text("to_at IS NULL"),
            postgresql_where=sa.text("to_at IS NULL"),
        )

    op.create_table(
        "one_time_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("used_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_token_token_hash")),
    )
    with op.batch_alter_table("one_time_token", schema=None) as batch_op:
        batch_op.create_index("ix_one_time_token_person", ["person_id"], unique=False)

    op.create_table(
        "residence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_residence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residence")),
        sa.UniqueConstraint("person_id", "from_date", name="uq_residence_person_from"),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("revoked_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_session_person", ["person_id"], unique=False)

    op.create_table(
        "centre_theme",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("theme_code", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "closed_on", sa.Date(), nullable=True, comment="since when the reference data no longer has it"
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_centre_theme_centre_id")),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name=op.f("fk_centre_theme_theme_code")),
        sa.PrimaryKeyConstraint("centre_id", "theme_code", name=op.f("pk_centre_theme")),
    )
    with op.batch_alter_table("centre_theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_centre_theme_theme_code"), ["theme_code"], unique=False)

    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "code", sa.String(length=60), nullable=False, comment="the address and the key in the ledger"
        ),
        sa.Column("centre_id", sa.String(length=32), nullable=False, comment="the centre that leads"),
        sa.Column(
            "version_id",
            sa.BigInteger(),
            nullable=True,
            comment="the version in force; no constraint, since the two tables would wait for one another",
        ),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status in ('published', 'retired')", name=op.f("ck_course_status")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_course_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("code", name=op.f("uq_course_code")),
    )
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "course_centre",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_course_centre_centre_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_centre_course_id")),
        sa.PrimaryKeyConstraint("course_id", "centre_id", name=op.f("pk_course_centre")),
    )
    with op.batch_alter_table("course_centre", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_centre_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "course_facet",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_facet_course_id")),
        sa.PrimaryKeyConstraint("course_id", "kind", "value", name=op.f("pk_course_facet")),
    )
    with op.batch_alter_table("course_facet", schema=None) as batch_op:
        batch_op.create_index("ix_course_facet_value", ["kind", "value"], unique=False)

    op.create_table(
        "course_step",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("bit", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_step_course_id")),
        sa.PrimaryKeyConstraint("course_id", "step", name=op.f("pk_course_step")),
        sa.UniqueConstraint("course_id", "bit", name="uq_course_step_bit"),
    )
    op.create_table(
        "course_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False, comment="SHA-256 of `document`"),
        sa.Column("document", sa.Text(), nullable=False, comment="canonical JSON of the course document"),
        sa.Column("compiled", sa.Text(), nullable=False, comment="JSON: lessons and questions as clean HTML"),
        sa.Column("text_bytes", sa.Integer(), nullable=False, comment="size of all lessons as HTML"),
        sa.Column("media_bytes", sa.Integer(), nullable=False, comment="size of all assets"),
        sa.Column("published_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_version_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_version")),
        sa.UniqueConstraint("course_id", "number", name="uq_course_version_number"),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False, comment="its name in the ledger"),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("completed_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("last_step", sa.String(length=60), nullable=False),
        sa.Column(
            "seed", sa.String(length=32), nullable=False, comment="papers of quizzes are drawn from it"
        ),
        sa.Column("session_started_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("session_seen_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("studied", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ledger_rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_enrolment_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("key", name=op.f("uq_enrolment_key")),
        sa.UniqueConstraint("person_id", "course_id", name="uq_enrolment_person_course"),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_enrolment_course", ["course_id", "id"], unique=False)
        batch_op.create_index("ix_enrolment_session_seen", ["session_seen_at"], unique=False)

    op.create_table(
        "search_term",
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_search_term_course_id")),
        sa.PrimaryKeyConstraint("term", "course_id", name=op.f("pk_search_term")),
    )
    with op.batch_alter_table("search_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_term_course_id"), ["course_id"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False, comment="its name in the ledger"),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("quiz", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=80), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("started_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("saved_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("marks", sa.String(length=40), nullable=True, comment="exact fraction, such as 17/2"),
        sa.Column("max_marks", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (marks IS NULL)", name=op.f("ck_attempt_marked_when_submitted")
        ),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_attempt_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_attempt_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("enrolment_id", "quiz", "number", name="uq_attempt_number"),
        sa.UniqueConstraint("key", name=op.f("uq_attempt_key")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_person_id"), ["person_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(length=20), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False, comment="JSON: course, centre, result as printed"),
        sa.Column("completed_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("issued_at", learnhub.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", learnhub.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "reason", sa.String(length=200), nullable=False, comment="why it was withdrawn or replaced"
        ),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_certificate_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["certificate.id"], name=op.f("fk_certificate_replaced_by")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["course_version.id"], name=op.f("fk_certificate_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("serial", name=op.f("uq_certificate_serial")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index("ix_certificate_enrolment", ["enrolment_id"], unique=False)
        batch_op.create_index("ix_certificate_person", ["person_id"], unique=False)

    create_triggers(op.get_bind())


def downgrade() -> None:
    """Go back."""
    drop_triggers(op.get_bind())
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index("ix_certificate_person")
        batch_op.drop_index("ix_certificate_enrolment")

    op.drop_table("certificate")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_person_id"))

    op.drop_table("attempt")
    with op.batch_alter_table("search_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_term_course_id"))

    op.drop_table("search_term")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index("ix_enrolment_session_seen")
        batch_op.drop_index("ix_enrolment_course")

    op.drop_table("enrolment")
    op.drop_table("course_version")
    op.drop_table("course_step")
    with op.batch_alter_table("course_facet", schema=None) as batch_op:
        batch_op.drop_index("ix_course_facet_value")

    op.drop_table("course_facet")
    with op.batch_alter_table("course_centre", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_centre_centre_id"))

    op.drop_table("course_centre")
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_centre_id"))

    op.drop_table("course")
    with op.batch_alter_table("centre_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_centre_theme_theme_code"))

    op.drop_table("centre_theme")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_session_person")

    op.drop_table("sign_in_session")
    op.drop_table("residence")
    with op.batch_alter_table("one_time_token", schema=None) as batch_op:
        batch_op.drop_index("ix_one_time_token_person")

    op.drop_table("one_time_token")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_open",
            sqlite_where=sa.text("to_at IS NULL"),
            postgresql_where=sa.text("to_at IS NULL"),
        )
        batch_op.drop_index("ix_membership_scope")
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))

    op.drop_table("membership")
    op.drop_table("framework_item")
    with op.batch_alter_table("country_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_country_group_iso2"))

    op.drop_table("country_group")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_person")

    op.drop_table("consent")
    with op.batch_alter_table("centre", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_centre_section"))
        batch_op.drop_index(batch_op.f("ix_centre_host_iso2"))

    op.drop_table("centre")
    op.drop_table("throttle")
    op.drop_table("theme")
    op.drop_table("reference_load")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_email_confirmed",
            sqlite_where=sa.text("email_confirmed_at is not null"),
            postgresql_where=sa.text("email_confirmed_at is not null"),
        )
        batch_op.drop_index(batch_op.f("ix_person_email"))

    op.drop_table("person")
    op.drop_table("page_version")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_entry_order")

    op.drop_table("ledger_entry")
    op.drop_table("ledger_block")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_run_at")

    op.drop_table("job")
    op.drop_table("framework")
    with op.batch_alter_table("country", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_country_unesco_region"))

    op.drop_table("country")
