-- Sums and ranks of the queue are worked out over all open cases: from the index alone.
CREATE INDEX "disruption_open_ranked" ON "disruption" ("region", "source") INCLUDE ("breach_at", "value_at_risk", "value_known") WHERE "state" = 'open';

-- The newest closed cases, and those of one kind that are like another.
CREATE INDEX "disruption_closed" ON "disruption" ("closed_at" DESC) WHERE "state" = 'closed';
