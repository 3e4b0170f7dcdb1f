-- Keys are compared byte by byte, as JavaScript does, so that pages of two tables can be merged and an index gives their order.
-- CreateTable
CREATE TABLE "world_fact" (
    "key" TEXT COLLATE "C" NOT NULL,
    "aspect" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "item" TEXT,
    "site" TEXT,
    "data" JSONB NOT NULL,
    "rank_at" TIMESTAMPTZ(3) NOT NULL,
    "event_at" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "signal_id" TEXT NOT NULL,

    CONSTRAINT "world_fact_pkey" PRIMARY KEY ("key","aspect","source")
);

-- CreateTable
CREATE TABLE "stock_movement" (
    "source" TEXT NOT NULL,
    "signal_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "lot" TEXT,
    "quantity" DOUBLE PRECISION NOT NULL,
    "unit" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "reference" TEXT,
    "region" TEXT NOT NULL,
    "event_at" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stock_movement_pkey" PRIMARY KEY ("source","signal_id")
);

-- CreateTable
CREATE TABLE "stock_position" (
    "key" TEXT COLLATE "C" NOT NULL,
    "item" TEXT NOT NULL,
    "site" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "on_hand" DOUBLE PRECISION,
    "physical" DOUBLE PRECISION,
    "readings" JSONB NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stock_position_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "retraction" (
    "source" TEXT NOT NULL,
    "signal_id" TEXT NOT NULL,
    "by_source_id" TEXT NOT NULL,
    "by_source" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "reason" TEXT,
    "declared_at" TIMESTAMPTZ(3),
    "corrected_by" TEXT[],
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "finding" TEXT,

    CONSTRAINT "retraction_pkey" PRIMARY KEY ("source","signal_id","by_source_id")
);

-- CreateIndex
CREATE INDEX "world_fact_kind_key_idx" ON "world_fact"("kind", "key");

-- CreateIndex
CREATE INDEX "world_fact_item_site_idx" ON "world_fact"("item", "site");

-- CreateIndex
CREATE INDEX "stock_movement_key_event_at_idx" ON "stock_movement"("key", "event_at");

-- CreateIndex
CREATE INDEX "stock_position_item_site_idx" ON "stock_position"("item", "site");

-- AlterTable
ALTER TABLE "order_line" ADD COLUMN "shipment_keys" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- What is known of a line so far was told of one shipment.
UPDATE "order_line" SET "shipment_keys" = ARRAY["shipment_key"];
