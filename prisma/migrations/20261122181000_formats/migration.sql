-- CreateTable
CREATE TABLE "capture" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "behaviour" TEXT NOT NULL,
    "success" BOOLEAN NOT NULL,
    "errors" JSONB NOT NULL,
    "events" INTEGER NOT NULL,
    "signals" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "duplicates" INTEGER NOT NULL,
    "quarantined" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "capture_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "capture_source_id_id_idx" ON "capture"("source_id", "id");
