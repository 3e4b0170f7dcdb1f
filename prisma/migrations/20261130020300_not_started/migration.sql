-- A decision whose action could not be made: why, and when it is tried again.
CREATE TABLE "unstarted_decision" (
    "decision_id" TEXT NOT NULL,
    "disruption_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "saga" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unstarted_decision_pkey" PRIMARY KEY ("decision_id")
);
CREATE INDEX "unstarted_decision_disruption_id_idx" ON "unstarted_decision"("disruption_id");

-- By hand: the act loop reads those that are not over, page by page.
CREATE INDEX "action_active" ON "action"("id") WHERE "state" IN ('grace', 'running', 'compensating');
