-- What became of a quarantined signal: docs/decisions/0010-counting-replays.md.
ALTER TABLE "quarantine"
  ADD COLUMN "state" TEXT NOT NULL DEFAULT 'held',
  ADD COLUMN "settled_at" TIMESTAMPTZ(3),
  ADD COLUMN "settled_by" TEXT,
  ADD COLUMN "settled_name" TEXT,
  ADD COLUMN "note" TEXT,
  ADD COLUMN "replay_raw" BYTEA,
  ADD COLUMN "outcome" TEXT,
  ADD COLUMN "became_source" TEXT,
  ADD COLUMN "became_id" TEXT,
  ADD COLUMN "became_quarantine" TEXT;

ALTER TABLE "signal_count" ADD COLUMN "replayed" BIGINT NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "quarantine_state_received_at_idx" ON "quarantine"("state", "received_at");

-- CreateIndex
CREATE INDEX "quarantine_became_source_became_id_idx" ON "quarantine"("became_source", "became_id");

-- The log by what people filter it by. Each index ends in what rises with every row, so a new row goes to the end of it.
CREATE INDEX "signal_source_seq_idx" ON "signal"("source", "seq");
CREATE INDEX "signal_type_seq_idx" ON "signal"("type", "seq");
CREATE INDEX "signal_received_at_source_id_idx" ON "signal"("received_at", "source_id");
