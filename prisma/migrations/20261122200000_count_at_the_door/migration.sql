-- An import whose process is gone is read again: who reads it, for how long nothing was heard, and how often it was tried.
ALTER TABLE "import"
  ADD COLUMN "charset" TEXT,
  ADD COLUMN "epoch" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "heard_at" TIMESTAMPTZ(3);
CREATE INDEX "import_state_idx" ON "import"("state");

-- What was read at the door, counted before anything is checked: docs/decisions/0010-counting-replays.md. Until now it was the sum.
ALTER TABLE "signal_count" ADD COLUMN "sent" BIGINT NOT NULL DEFAULT 0;
UPDATE "signal_count" SET "sent" = "accepted" + "duplicates" + "quarantined" + "rejected" - "replayed";

-- What a quarantined signal was made of, in the format in which it came, once for all signals of a message.
CREATE TABLE "quarantine_original" (
    "id" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "context" JSONB NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "quarantine_original_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "quarantine"
  ADD COLUMN "original_id" TEXT,
  ADD COLUMN "headers" JSONB,
  ADD COLUMN "replay_form" TEXT;
