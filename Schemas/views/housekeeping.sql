-- In every view's file. One row: the checkpoint, moved in the transaction that writes the rows.
CREATE TABLE "projector" (
    "name" TEXT PRIMARY KEY,
    "version" INTEGER NOT NULL,     -- of the projection that made the tables
    "next" INTEGER NOT NULL,        -- the first log position that is not applied yet
    "recordedAt" INTEGER,           -- the log's time of the last record applied
    "eventTime" INTEGER,            -- the latest event time seen: the view's present
    "parked" INTEGER NOT NULL,      -- records set aside
    "indexed" INTEGER NOT NULL      -- whether the indexes for queries exist
) WITHOUT ROWID;

-- Records that could not be applied, and every later record of their orders.
CREATE TABLE "parked" (
    "position" INTEGER PRIMARY KEY, -- in the log
    "orderId" TEXT,                 -- null where the record names no order
    "error" TEXT NOT NULL
);
CREATE INDEX "parked_by_order" ON "parked" ("orderId");

-- The rulebooks that came along in the log, with their whole text: from its checkpoint on the view goes on under them.
CREATE TABLE "rulebooks" (
    "position" INTEGER PRIMARY KEY, -- in the log
    "name" TEXT NOT NULL,
    "content" TEXT NOT NULL
);
