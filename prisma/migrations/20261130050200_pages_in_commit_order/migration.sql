-- Cases, proposals, decisions and actions are paged in the order in which their transactions may be read
-- (docs/decisions/0003-sequence-from-transaction-id.md). All rows of one transaction share a number; their ids tell them apart.
-- Rows of the release before come first, in the order of their ids, at or below zero.

ALTER TABLE "disruption" ADD COLUMN "seq" BIGINT NOT NULL DEFAULT 0;
UPDATE "disruption" SET "seq" = t.place - t.total
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total FROM "disruption") AS t
  WHERE t.id = "disruption".id;
ALTER TABLE "disruption" ALTER COLUMN "seq" SET DEFAULT ((pg_current_xact_id()::text)::bigint << 12);
CREATE INDEX "disruption_seq_id_idx" ON "disruption"("seq", "id");

ALTER TABLE "proposal" ADD COLUMN "seq" BIGINT NOT NULL DEFAULT 0;
UPDATE "proposal" SET "seq" = t.place - t.total
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total FROM "proposal") AS t
  WHERE t.id = "proposal".id;
ALTER TABLE "proposal" ALTER COLUMN "seq" SET DEFAULT ((pg_current_xact_id()::text)::bigint << 12);
CREATE INDEX "proposal_seq_id_idx" ON "proposal"("seq", "id");

ALTER TABLE "decision" ADD COLUMN "seq" BIGINT NOT NULL DEFAULT 0;
UPDATE "decision" SET "seq" = t.place - t.total
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total FROM "decision") AS t
  WHERE t.id = "decision".id;
ALTER TABLE "decision" ALTER COLUMN "seq" SET DEFAULT ((pg_current_xact_id()::text)::bigint << 12);
CREATE INDEX "decision_seq_id_idx" ON "decision"("seq", "id");

ALTER TABLE "action" ADD COLUMN "seq" BIGINT NOT NULL DEFAULT 0;
UPDATE "action" SET "seq" = t.place - t.total
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total FROM "action") AS t
  WHERE t.id = "action".id;
ALTER TABLE "action" ALTER COLUMN "seq" SET DEFAULT ((pg_current_xact_id()::text)::bigint << 12);
CREATE INDEX "action_seq_id_idx" ON "action"("seq", "id");
