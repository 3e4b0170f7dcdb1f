-- Names are joined on reading, by the ids that stand beside these columns.
ALTER TABLE "seat" DROP COLUMN "user_name";
ALTER TABLE "quarantine" DROP COLUMN "settled_name";
