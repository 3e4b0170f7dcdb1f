-- How much came is a fact of receiving, also of a replay; how late it came is measured on the wall clock alone.
ALTER TABLE "source_minute" ADD COLUMN "replayed" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "source_standing" ADD COLUMN "replayed_per_minute" DOUBLE PRECISION NOT NULL DEFAULT 0;
