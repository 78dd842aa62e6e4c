-- What was refused, so that it can be looked at, mended and sent again.
CREATE TABLE "refused" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again
    "refusedAt" INTEGER NOT NULL,           -- for the first time
    "lastRefusedAt" INTEGER NOT NULL,
    "times" INTEGER NOT NULL,               -- the same bytes, refused for the same code and field
    "connection" TEXT NOT NULL,             -- of the last time: ZeroMQ's routing id, hexadecimal
    "source" TEXT,                          -- null where it could not be read, as the next two
    "eventId" TEXT,
    "erpAccount" TEXT,
    "code" TEXT NOT NULL,                   -- as in the reply
    "field" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "fix" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,            -- of the request it came in
    "event" BLOB NOT NULL,                  -- the event alone, as it came; where it could not be told apart, the whole payload frame
    "resentAt" INTEGER,                     -- null until it was sent again and taken
    "resentStatus" TEXT,                    -- recorded, duplicate
    "resentPosition" INTEGER,               -- in the log
    -- Kept for the writer.
    "digest" INTEGER NOT NULL
);
CREATE INDEX "refused_by_digest" ON "refused" ("digest");
-- What the quarantine could not keep, and how much it may.
CREATE TABLE "figures" (
    "name" TEXT PRIMARY KEY,                -- dropped, droppedUpTo, notKept, bytes, limitBytes, limitDays
    "value" INTEGER NOT NULL
) WITHOUT ROWID;
