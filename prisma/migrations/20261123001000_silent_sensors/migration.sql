-- A device that was outside its band when it was read last, for too short to count, is looked for by the clock. Null for every
-- other row, so that the index is left alone while nothing of the kind is under way.
ALTER TABLE "noise_state" ADD COLUMN "silent_from" TIMESTAMPTZ(3);
CREATE INDEX "noise_state_silent_from_idx" ON "noise_state"("silent_from");
