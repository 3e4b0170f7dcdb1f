-- How long what is not evidence is kept. Until somebody sets it otherwise the defaults of the build hold.
CREATE TABLE "retention_setting" (
    "version" INTEGER NOT NULL,
    "values" JSONB NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_setting_pkey" PRIMARY KEY ("version")
);

-- Notes that are old enough are looked for by their age.
CREATE INDEX "case_note_at_idx" ON "case_note"("at");
