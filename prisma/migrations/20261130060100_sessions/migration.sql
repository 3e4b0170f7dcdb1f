-- A session is a row, so that it can be ended. Tokens of the release before name none, and prove nothing any more.
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_why" TEXT,
    "address" TEXT NOT NULL,
    "browser" TEXT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "session_user_id_ended_at_idx" ON "session"("user_id", "ended_at");
CREATE INDEX "session_ends_at_idx" ON "session"("ends_at");
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Tries to sign in that failed, by account and by address: both keyed hashes. Gone after a quarter of an hour without one.
CREATE TABLE "sign_in_brake" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_brake_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "sign_in_brake_last_at_idx" ON "sign_in_brake"("last_at");
