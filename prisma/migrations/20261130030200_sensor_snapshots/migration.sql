-- What the readings of a thing had come to, kept now and then on the way: a reading that is taken back is left out from the state
-- before it on, and not from the first reading on. Things that were read before have none until they are read further.
CREATE TABLE "sensor_snapshot" (
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "id" TEXT NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "sensor_snapshot_pkey" PRIMARY KEY ("key","at","id")
);
