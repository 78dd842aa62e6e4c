-- Every request for exemption (R5, R6), what was answered, and what came of it.
CREATE TABLE "exemptions" (
    "id" INTEGER PRIMARY KEY,
    "requestId" TEXT NOT NULL,
    "sellerId" TEXT,                -- null while only the answer is known
    "orderId" TEXT,                 -- null for a whole category
    "category" TEXT,
    "requestedAt" INTEGER,          -- of the filing that counts: the earliest complete one; while there is none, the latest
    "documents" TEXT NOT NULL,      -- filed then: material-proof, msds, carrier-qualification, a JSON array
    "missing" TEXT NOT NULL,        -- a JSON array
    "decision" TEXT,                -- the last answer: approved, rejected; null while undecided
    "decidedAt" INTEGER,
    "reviewWorkingDays" REAL,       -- from requestedAt to decidedAt; null where the calendar of working days does not reach
    "outcome" TEXT NOT NULL,        -- undecided; rejected; approved but incomplete, approved but late; exempt: its order is;
                                    -- approved: complete, and no order of its own is known to be freed
    "evidence" TEXT NOT NULL,       -- log positions of the filing that counts and of the last answer, a JSON array
    -- Kept for the fold.
    "filedPosition" INTEGER,
    "decidedPosition" INTEGER,
    "effect" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "exemptions_by_key" ON "exemptions" ("requestId");

-- Kept for the fold: the orders that were asked for.
CREATE TABLE "orders" (
    "id" INTEGER PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "effect" INTEGER NOT NULL,      -- by the last verdict: 1 exempt, 2 late, 0 neither
    "requests" TEXT NOT NULL        -- ids, parted by U+001F
);
CREATE UNIQUE INDEX "orders_by_key" ON "orders" ("orderId");

-- Made when the view has caught up for the first time.
CREATE INDEX "exemptions_by_seller" ON "exemptions" ("sellerId");
CREATE INDEX "exemptions_by_order" ON "exemptions" ("orderId") WHERE "orderId" IS NOT NULL;
