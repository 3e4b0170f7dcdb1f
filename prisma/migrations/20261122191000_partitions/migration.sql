-- Several deciders share the log by partition: docs/decisions/0013-partitions.md. The database works the partition out, so that
-- whoever writes a signal, old build or new, gives it the same one.
ALTER TABLE "signal" ADD COLUMN "partition" SMALLINT NOT NULL
  GENERATED ALWAYS AS ((get_byte(decode(md5("source"), 'hex'), 0) & 7)::smallint) STORED;
ALTER TABLE "stream" ADD COLUMN "partition" SMALLINT NOT NULL
  GENERATED ALWAYS AS ((get_byte(decode(md5("source"), 'hex'), 0) & 7)::smallint) STORED;

-- CreateIndex
CREATE INDEX "signal_partition_seq_idx" ON "signal"("partition", "seq");

-- A decider asks for the lines of its own streams, and for the first of each that comes due.
DROP INDEX "order_line_due";
CREATE INDEX "order_line_due" ON "order_line" ("source", "due_at") WHERE "delivered_at" IS NULL AND "disruption_id" IS NULL;

-- Each partition goes on where the one cursor stood. That one stays, fenced for good: a decider of the build before that still
-- runs or is started again finds a newer epoch than its own and changes nothing.
INSERT INTO "cursor" ("name", "seq", "epoch")
SELECT 'decide-' || p, coalesce((SELECT "seq" FROM "cursor" WHERE "name" = 'decide'), 0), 0 FROM generate_series(0, 7) AS p;
INSERT INTO "cursor" ("name", "seq", "epoch") VALUES ('decide', 0, 9223372036854775807)
ON CONFLICT ("name") DO UPDATE SET "epoch" = excluded."epoch";
