-- What a key is for, and the regions it may read. Keys of the release before sent signals and could read all; they send.
ALTER TABLE "source_key" ADD COLUMN "scopes" TEXT[] NOT NULL DEFAULT ARRAY['send']::TEXT[],
  ADD COLUMN "regions" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "source_key" ALTER COLUMN "scopes" DROP DEFAULT;
ALTER TABLE "source_key" ADD CONSTRAINT "source_key_scopes" CHECK (
  "scopes" <@ ARRAY['send', 'read', 'propose']::TEXT[] AND cardinality("scopes") > 0);
