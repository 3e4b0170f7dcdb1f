-- Any part of what names a signal, whatever its case: trigrams, so that a search which finds nothing need not read the log.
-- Its key begins with its stream, which has a filter of its own; what the words are made of stands in `list-signals.ts` as well.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "signal_search" ON "signal" USING gin (
  ("id" || ' ' || coalesce("subject", '') || ' ' || coalesce(substr("subject_key", strpos("subject_key", '|') + 1), ''))
  gin_trgm_ops);

-- A type that a stream does not send is seen in the index, without reading the stream.
DROP INDEX "signal_source_seq_idx";
CREATE INDEX "signal_source_seq_type_idx" ON "signal"("source", "seq", "type");
