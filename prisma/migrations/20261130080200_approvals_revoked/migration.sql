-- Approvals that no longer counted when the decision was to be made. What counts stays in "seat", so that whoever counts there
-- never counts one of these.
CREATE TABLE "revoked_approval" (
    "id" TEXT NOT NULL,
    "proposal_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,
    "reason" TEXT NOT NULL,
    "revoked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revoked_approval_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "revoked_approval_proposal_id_idx" ON "revoked_approval"("proposal_id");

ALTER TABLE "revoked_approval" ADD CONSTRAINT "revoked_approval_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
