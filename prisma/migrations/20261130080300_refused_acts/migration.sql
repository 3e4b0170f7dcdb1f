-- Refusals of the last minute, so that the same one again is counted and not told again.
CREATE TABLE "refused_act" (
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "disruption_id" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "repeated" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "refused_act_pkey" PRIMARY KEY ("actor_kind", "actor_id", "act", "entity_id", "reason")
);

-- CreateIndex
CREATE INDEX "refused_act_since_idx" ON "refused_act"("since");

-- Who signed in and what was refused, newest first.
CREATE INDEX "audit_entry_access" ON "audit_entry" ("seq") WHERE "entity" IN ('act', 'user');
