-- Keys move to a table of their own, so that a source may hold several; the ones in use go on working.
CREATE TABLE "source_key" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,

    CONSTRAINT "source_key_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "source_key_key_hash_key" ON "source_key"("key_hash");
CREATE INDEX "source_key_source_id_idx" ON "source_key"("source_id");
INSERT INTO "source_key" ("id", "source_id", "key_hash", "hint", "created_at", "created_by")
SELECT gen_random_uuid()::text, "id", "key_hash", '', "created_at", 'start' FROM "source";
ALTER TABLE "source" DROP COLUMN "key_hash", ADD COLUMN "region" TEXT NOT NULL DEFAULT 'global';

CREATE TABLE "source_contract" (
    "source_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "document" JSON NOT NULL,
    "note" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_contract_pkey" PRIMARY KEY ("source_id","type","version")
);
CREATE UNIQUE INDEX "source_contract_one_active" ON "source_contract"("source_id", "type") WHERE "state" = 'active';
CREATE UNIQUE INDEX "source_contract_one_draft" ON "source_contract"("source_id", "type") WHERE "state" = 'draft';
ALTER TABLE "signal" ADD COLUMN "source_contract" INTEGER;

CREATE TABLE "source_minute" (
    "source_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "lag_ms" BIGINT NOT NULL DEFAULT 0,
    "within" BOOLEAN,

    CONSTRAINT "source_minute_pkey" PRIMARY KEY ("source_id","type","minute")
);
CREATE INDEX "source_minute_minute_idx" ON "source_minute"("minute");

CREATE TABLE "source_standing" (
    "source_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "heard_at" TIMESTAMPTZ(3),
    "last_at" TIMESTAMPTZ(3),
    "last_source" TEXT,
    "last_signal" TEXT,
    "per_minute" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "lag_ms" DOUBLE PRECISION,
    "within" BOOLEAN,
    "measured" INTEGER NOT NULL DEFAULT 0,
    "outside" INTEGER NOT NULL DEFAULT 0,
    "budget_left" DOUBLE PRECISION,
    "spent_since" TIMESTAMPTZ(3),
    "words" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_standing_pkey" PRIMARY KEY ("source_id","type")
);
CREATE INDEX "source_standing_spent" ON "source_standing"("source_id") WHERE "spent_since" IS NOT NULL;

CREATE TABLE "source_alert" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_alert_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "source_alert_source_id_opened_at_idx" ON "source_alert"("source_id", "opened_at");
CREATE UNIQUE INDEX "source_alert_one_open" ON "source_alert"("source_id", "type", "kind") WHERE "closed_at" IS NULL;
