-- CreateTable
CREATE TABLE "feature" (
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "computed_from" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "released_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feature_pkey" PRIMARY KEY ("name","version")
);

-- CreateTable
CREATE TABLE "feature_value" (
    "id" TEXT NOT NULL,
    "feature" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "subject_key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,
    "seq_bound" BIGINT NOT NULL,
    "n" INTEGER NOT NULL,
    "newest" TEXT[],

    CONSTRAINT "feature_value_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feature_use" (
    "proposal_id" TEXT NOT NULL,
    "value_ids" TEXT[],

    CONSTRAINT "feature_use_pkey" PRIMARY KEY ("proposal_id")
);

-- CreateTable
CREATE TABLE "model" (
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "training_data" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "limits" TEXT NOT NULL,
    "risk" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "status_reason" TEXT,
    "status_by" TEXT NOT NULL,
    "status_at" TIMESTAMPTZ(3) NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_pkey" PRIMARY KEY ("name","version")
);

-- CreateTable
CREATE TABLE "held_case" (
    "disruption_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "models" TEXT[],
    "words" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "held_case_pkey" PRIMARY KEY ("disruption_id")
);

-- CreateTable
CREATE TABLE "case_note" (
    "id" TEXT NOT NULL,
    "disruption_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "signal_source" TEXT,
    "signal_id" TEXT,
    "decision_id" TEXT,
    "action_id" TEXT,
    "world_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_note_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "feature_value_feature_subject_key_seq_bound_idx" ON "feature_value"("feature", "subject_key", "seq_bound");

-- CreateIndex
CREATE INDEX "feature_value_feature_computed_at_idx" ON "feature_value"("feature", "computed_at");

-- CreateIndex
CREATE INDEX "case_note_disruption_id_at_idx" ON "case_note"("disruption_id", "at");

-- CreateIndex
CREATE INDEX "case_note_action_id_idx" ON "case_note"("action_id");

-- The newest deliveries on a lane, by a mode and of an item, for the lineage of what was learnt from them.
CREATE INDEX "order_line_delivered_lane" ON "order_line"("source", "destination", "mode", "delivery_seq") WHERE "delivery_seq" IS NOT NULL;
CREATE INDEX "order_line_delivered_mode" ON "order_line"("source", "mode", "delivery_seq") WHERE "delivery_seq" IS NOT NULL;
CREATE INDEX "order_line_delivered_item" ON "order_line"("source", "item", "supplier", "delivery_seq") WHERE "delivery_seq" IS NOT NULL;
