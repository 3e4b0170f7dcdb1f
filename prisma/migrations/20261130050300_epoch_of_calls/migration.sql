-- A call that is made again while the first one still runs takes the key over; the first one then no longer writes its answer there.
ALTER TABLE "idempotency_key" ADD COLUMN "epoch" INTEGER NOT NULL DEFAULT 1;
