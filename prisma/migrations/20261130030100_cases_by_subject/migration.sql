-- Cases that a retracted signal spoke of are found by what they are about, however many have closed.
CREATE INDEX "disruption_subject_keys_idx" ON "disruption" USING GIN ("subject_keys");

-- How many signals speak of a case is counted when somebody asks: a figure kept beside them was dear to keep and soon wrong.
ALTER TABLE "disruption" DROP COLUMN "signal_count";
