-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "action" (
    "id" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "disruption_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "saga" TEXT NOT NULL,
    "saga_version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "grace_until" TIMESTAMPTZ(3) NOT NULL,
    "dispatched_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "detail" TEXT,
    "rollback_by" TEXT,
    "rollback_run" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_step" (
    "action_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "undo_attempts" INTEGER NOT NULL DEFAULT 0,
    "request" JSONB,
    "response" JSONB,
    "undo_request" JSONB,
    "undo_response" JSONB,
    "error" TEXT,
    "undo_title" TEXT,
    "reversible_until" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "closed_note" TEXT,

    CONSTRAINT "action_step_pkey" PRIMARY KEY ("action_id","key")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "disruption_id" TEXT,
    "decision_id" TEXT,
    "bytes" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "roles" TEXT[],
    "regions" TEXT[],
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disruption" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "playbook" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "closed_reason" TEXT,
    "severity" TEXT NOT NULL,
    "supplier" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "shipment" TEXT NOT NULL,
    "line_count" INTEGER NOT NULL,
    "signal_count" INTEGER NOT NULL,
    "value_at_risk" DECIMAL(18,2) NOT NULL,
    "currency" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "breach_at" TIMESTAMPTZ(3) NOT NULL,
    "detected_world_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_world_at" TIMESTAMPTZ(3),
    "checked_world_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "owner_id" TEXT,
    "facts_version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "disruption_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy" (
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "text_hash" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "activated_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),

    CONSTRAINT "policy_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "proposal" (
    "id" TEXT NOT NULL,
    "disruption_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "proposer_kind" TEXT NOT NULL,
    "proposer_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "agent_version" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "facts_version" INTEGER NOT NULL,
    "context" JSONB NOT NULL,
    "alternatives" JSONB NOT NULL,
    "chosen" TEXT NOT NULL,
    "reason" JSONB NOT NULL,
    "override_code" TEXT,
    "override_text" TEXT,
    "risk_score" INTEGER NOT NULL,
    "risk_factors" JSONB NOT NULL,
    "verdict" TEXT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "policy_rules" JSONB NOT NULL,
    "seats_needed" INTEGER NOT NULL,
    "seat_role" TEXT NOT NULL,
    "shown_hash" BYTEA NOT NULL,
    "world_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seat" (
    "proposal_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "shown_hash" BYTEA NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seat_pkey" PRIMARY KEY ("proposal_id","user_id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" TEXT NOT NULL,
    "proposal_id" TEXT NOT NULL,
    "disruption_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "actors" JSONB NOT NULL,
    "reason_code" TEXT,
    "reason_text" TEXT,
    "policy_version" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "saga" TEXT,
    "saga_input" JSONB,
    "region" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "world_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "may_replay" BOOLEAN NOT NULL DEFAULT false,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream" (
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "clock" TEXT NOT NULL,
    "world_at" TIMESTAMPTZ(3),
    "last_signal_at" TIMESTAMPTZ(3),
    "recorded_to" TIMESTAMPTZ(3),

    CONSTRAINT "stream_pkey" PRIMARY KEY ("source")
);

-- CreateTable
CREATE TABLE "contract" (
    "type" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "json_schema" JSONB NOT NULL,
    "meaning" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "released_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contract_pkey" PRIMARY KEY ("type","version")
);

-- CreateTable
CREATE TABLE "signal" (
    "seq" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "contract_version" INTEGER NOT NULL,
    "subject" TEXT,
    "region" TEXT NOT NULL,
    "event_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,
    "payload_hash" BYTEA NOT NULL,
    "subject_key" TEXT,

    CONSTRAINT "signal_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "source" TEXT,
    "signal_id" TEXT,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "raw" BYTEA NOT NULL,
    "content_type" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal_count" (
    "source_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "accepted" BIGINT NOT NULL DEFAULT 0,
    "duplicates" BIGINT NOT NULL DEFAULT 0,
    "quarantined" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "signal_count_pkey" PRIMARY KEY ("source_id","hour")
);

-- CreateTable
CREATE TABLE "replay" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "streamed" INTEGER NOT NULL DEFAULT 0,
    "signals" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "findings" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "replay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "order_number" TEXT NOT NULL,
    "line_number" TEXT NOT NULL,
    "shipment_key" TEXT NOT NULL,
    "shipment" TEXT NOT NULL,
    "supplier" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "item_group" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "customer" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "quantity" DOUBLE PRECISION NOT NULL,
    "pack_unit" TEXT NOT NULL,
    "value" DECIMAL(18,2) NOT NULL,
    "first_line" BOOLEAN NOT NULL DEFAULT false,
    "announced_by" TEXT NOT NULL,
    "announced_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3),
    "disruption_id" TEXT,
    "overdue_at" TIMESTAMPTZ(3),
    "weight_kg" DOUBLE PRECISION,
    "freight" DECIMAL(18,2),
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "told_by" TEXT NOT NULL,
    "delivery_id" TEXT,
    "announce_seq" BIGINT,
    "delivery_seq" BIGINT,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "lane_fact" (
    "source" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "shipments" INTEGER NOT NULL DEFAULT 0,
    "late" INTEGER NOT NULL DEFAULT 0,
    "lateness_days" JSONB NOT NULL,
    "freight" DECIMAL(24,2) NOT NULL DEFAULT 0,
    "freight_kg" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "freight_n" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "lane_fact_pkey" PRIMARY KEY ("source","origin","destination","mode")
);

-- CreateTable
CREATE TABLE "item_fact" (
    "source" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "supplier" TEXT NOT NULL,
    "lines" INTEGER NOT NULL DEFAULT 0,
    "late" INTEGER NOT NULL DEFAULT 0,
    "quantity" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "value" DECIMAL(24,2) NOT NULL DEFAULT 0,
    "kg" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "kg_quantity" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "lead_days" JSONB NOT NULL,

    CONSTRAINT "item_fact_pkey" PRIMARY KEY ("source","item","supplier")
);

-- CreateTable
CREATE TABLE "cursor" (
    "name" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "cursor_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "feed" (
    "seq" BIGINT NOT NULL,
    "area" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "ids" TEXT[],
    "region" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "action_decision_id_key" ON "action"("decision_id");

-- CreateIndex
CREATE INDEX "action_state_idx" ON "action"("state");

-- CreateIndex
CREATE INDEX "action_disruption_id_idx" ON "action"("disruption_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_id_key" ON "audit_entry"("id");

-- CreateIndex
CREATE INDEX "audit_entry_disruption_id_seq_idx" ON "audit_entry"("disruption_id", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_entity_entity_id_idx" ON "audit_entry"("entity", "entity_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "disruption_state_updated_at_idx" ON "disruption"("state", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_disruption_id_revision_key" ON "proposal"("disruption_id", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "decision_proposal_id_key" ON "decision"("proposal_id");

-- CreateIndex
CREATE INDEX "decision_disruption_id_idx" ON "decision"("disruption_id");

-- CreateIndex
CREATE INDEX "decision_decided_at_idx" ON "decision"("decided_at");

-- CreateIndex
CREATE UNIQUE INDEX "source_name_key" ON "source"("name");

-- CreateIndex
CREATE UNIQUE INDEX "source_key_hash_key" ON "source"("key_hash");

-- CreateIndex
CREATE INDEX "signal_subject_key_seq_idx" ON "signal"("subject_key", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "signal_source_id_key" ON "signal"("source", "id");

-- CreateIndex
CREATE INDEX "quarantine_received_at_idx" ON "quarantine"("received_at");

-- CreateIndex
CREATE INDEX "order_line_shipment_key_idx" ON "order_line"("shipment_key");

-- CreateIndex
CREATE INDEX "order_line_disruption_id_idx" ON "order_line"("disruption_id");

-- AddForeignKey
ALTER TABLE "action_step" ADD CONSTRAINT "action_step_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "action"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_disruption_id_fkey" FOREIGN KEY ("disruption_id") REFERENCES "disruption"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat" ADD CONSTRAINT "seat_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Below this line by hand: what the schema language cannot say. -----------------------------------------------------

-- At most one open case a key: two detectors of the same cause meet here.
CREATE UNIQUE INDEX "disruption_one_open" ON "disruption" ("key") WHERE "state" = 'open';

-- The queue: open cases, most money first.
CREATE INDEX "disruption_open_by_value" ON "disruption" ("value_at_risk" DESC) WHERE "state" = 'open';

-- What is still to be delivered and not yet in a case, by the instant it becomes late.
CREATE INDEX "order_line_due" ON "order_line" ("due_at") WHERE "delivered_at" IS NULL AND "disruption_id" IS NULL;

-- Exactly one policy set is active.
CREATE UNIQUE INDEX "policy_one_active" ON "policy" ("state") WHERE "state" = 'active';

-- Proposals that wait for people, by the time they are due.
CREATE INDEX "proposal_waiting" ON "proposal" ("due_at") WHERE "state" = 'open';

-- Actions that are not over: what the act loop takes up after a restart.
CREATE INDEX "action_under_way" ON "action" ("grace_until") WHERE "state" IN ('grace', 'running', 'compensating', 'needs_person');

-- The audit log takes entries and gives none back: it is appended to, never edited.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();

CREATE TRIGGER "audit_entry_no_truncate" BEFORE TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

-- At most one open proposal a case: a new revision supersedes the one before it in the same transaction.
CREATE UNIQUE INDEX "proposal_one_open" ON "proposal" ("disruption_id") WHERE "state" = 'open';

-- Four eyes, whatever the code says: whoever wrote a proposal holds no seat on it, and a seat is taken on open proposals only.
CREATE FUNCTION "refuse_seat"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "about" "proposal"%ROWTYPE;
BEGIN
  SELECT * INTO "about" FROM "proposal" WHERE "id" = NEW."proposal_id" FOR UPDATE;
  IF "about"."proposer_kind" = 'person' AND "about"."proposer_id" = NEW."user_id" THEN
    RAISE EXCEPTION 'the proposer of % holds no seat on it', NEW."proposal_id" USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF "about"."state" <> 'open' THEN
    RAISE EXCEPTION 'proposal % is no longer open', NEW."proposal_id" USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "seat_four_eyes" BEFORE INSERT OR UPDATE ON "seat"
  FOR EACH ROW EXECUTE FUNCTION "refuse_seat"();
