-- Regions for which a key may send: those of who issued it. Keys of before go on sending for any.
ALTER TABLE "source_key" ADD COLUMN "send_regions" TEXT[] NOT NULL DEFAULT ARRAY['*']::TEXT[];
-- And a file for those of who sent it, also when it is read again.
ALTER TABLE "import" ADD COLUMN "send_regions" TEXT[] NOT NULL DEFAULT ARRAY['*']::TEXT[];
