-- Playbooks beside supplier delay, and the noise that is taken out before they speak.
ALTER TABLE "disruption"
  ADD COLUMN "value_known" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "facts" JSONB,
  ADD COLUMN "subject_keys" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Cases of the first release are about the shipments of their lines.
UPDATE "disruption" d SET "subject_keys" = coalesce(
  (SELECT array_agg(DISTINCT l."shipment_key") FROM "order_line" l WHERE l."disruption_id" = d."id"), ARRAY[]::TEXT[]);

CREATE TABLE "noise_setting" (
    "type" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "values" JSONB NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "noise_setting_pkey" PRIMARY KEY ("type","measure","version")
);

CREATE TABLE "noise_state" (
    "key" TEXT NOT NULL,
    "cause_key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "noise_state_pkey" PRIMARY KEY ("key")
);

CREATE INDEX "noise_state_cause_key_idx" ON "noise_state"("cause_key");

CREATE TABLE "noise_count" (
    "type" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "seen" BIGINT NOT NULL DEFAULT 0,
    "quiet" BIGINT NOT NULL DEFAULT 0,
    "deadband" BIGINT NOT NULL DEFAULT 0,
    "debounced" BIGINT NOT NULL DEFAULT 0,
    "correlated" BIGINT NOT NULL DEFAULT 0,
    "raised" BIGINT NOT NULL DEFAULT 0,
    "late" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "noise_count_pkey" PRIMARY KEY ("type","measure","hour")
);

-- Readings of one thing in the order of their event time, however late they came.
CREATE INDEX "signal_reading" ON "signal" ("subject_key", "event_at") WHERE "type" = 'sensor.observed';
