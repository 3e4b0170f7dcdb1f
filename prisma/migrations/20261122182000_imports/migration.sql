-- CreateTable
CREATE TABLE "import_mapping" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "signal_type" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import" (
    "id" TEXT NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "source_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "bytes_hash" BYTEA NOT NULL,
    "mapping_name" TEXT,
    "mapping_version" INTEGER,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "row_errors" JSONB NOT NULL,
    "acknowledgement" TEXT,
    "sent_by_kind" TEXT NOT NULL,
    "sent_by_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "source_id" TEXT NOT NULL,
    "call" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" INTEGER,
    "content_type" TEXT,
    "body" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("source_id","call","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "import_mapping_source_id_name_version_key" ON "import_mapping"("source_id", "name", "version");

-- CreateIndex
CREATE UNIQUE INDEX "import_number_key" ON "import"("number");

-- CreateIndex
CREATE INDEX "import_source_id_started_at_idx" ON "import"("source_id", "started_at");

-- CreateIndex
CREATE INDEX "idempotency_key_started_at_idx" ON "idempotency_key"("started_at");
