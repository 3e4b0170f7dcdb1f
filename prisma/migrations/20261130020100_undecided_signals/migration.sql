-- A signal whose evaluation failed on what it says: its partition went on without it. docs/decisions/0017-undecided-signals.md
CREATE TABLE "undecided" (
    "seq" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "partition" SMALLINT NOT NULL,
    "code" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "tried_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT,
    "asked_at" TIMESTAMPTZ(3),

    CONSTRAINT "undecided_pkey" PRIMARY KEY ("seq")
);
CREATE UNIQUE INDEX "undecided_source_id_key" ON "undecided"("source", "id");
CREATE INDEX "undecided_state_since_idx" ON "undecided"("state", "since");
-- By hand: deciders look for what was asked for with every batch, and almost always there is nothing.
CREATE INDEX "undecided_asked" ON "undecided"("partition", "seq") WHERE "state" = 'asked';
