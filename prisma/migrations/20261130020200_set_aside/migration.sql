-- A case is held by a model that may not be used, or because it cannot be read: with the error, and when it is tried again.
ALTER TABLE "held_case"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'models',
  ADD COLUMN "error" TEXT,
  ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "next_at" TIMESTAMPTZ(3);
CREATE INDEX "held_case_next_at_idx" ON "held_case"("next_at");

-- What the clock looks at and fails on is left until then, so that it keeps nothing else from being looked at.
ALTER TABLE "noise_state"
  ADD COLUMN "fault" TEXT,
  ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "next_at" TIMESTAMPTZ(3);
