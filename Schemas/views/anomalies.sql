-- What is, or was, wrong. Rows are opened and resolved, never deleted.
CREATE TABLE "anomalies" (
    "id" INTEGER PRIMARY KEY,
    "kind" TEXT NOT NULL,           -- LATE_UPLOAD, PHONE_FORMAT, …
    "severity" TEXT NOT NULL,       -- blocking, warning
    "orderId" TEXT,                 -- null for what concerns no order, such as PUBLISHER_GAP
    "sellerId" TEXT,
    "openedAt" INTEGER NOT NULL,    -- time of the event that showed it
    "resolvedAt" INTEGER,           -- time of the event that settled it; null while it is open
    "evidence" TEXT NOT NULL,       -- log positions, a JSON array, at most 16
    "clause" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "messageZh" TEXT NOT NULL,
    "fix" TEXT NOT NULL,
    "detail" TEXT NOT NULL          -- what was seen
);
CREATE INDEX "anomalies_open" ON "anomalies" ("orderId") WHERE "resolvedAt" IS NULL;

-- Kept for the fold.
CREATE TABLE "orders" (
    "id" INTEGER PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "sellerId" TEXT,
    "declaredAt" INTEGER,
    "handedOverAt" INTEGER,
    "deliveredAt" INTEGER,
    "deliveredFirst" INTEGER NOT NULL,
    "verdict" TEXT,
    "open" INTEGER NOT NULL         -- the open kinds, one bit each
);
CREATE UNIQUE INDEX "orders_by_key" ON "orders" ("orderId");
CREATE TABLE "fee_balances" (
    "id" INTEGER PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "totalFen" INTEGER,             -- by the rules; null while no fee is known, or none is owed any more
    "baseFen" INTEGER,
    "lightParcelFen" INTEGER,
    "ddpFen" INTEGER,
    "serviceFen" INTEGER,
    "surchargeFen" INTEGER,
    "couponFen" INTEGER,
    "assessedIn" INTEGER,           -- position of the fee, and below of the bill that was given last
    "billedFen" INTEGER,
    "billedAt" INTEGER,
    "billedIn" INTEGER,
    "provider" TEXT                 -- who billed
);
CREATE UNIQUE INDEX "fee_balances_by_key" ON "fee_balances" ("orderId");
CREATE TABLE "publishers" (
    "id" INTEGER PRIMARY KEY,
    "publisher" INTEGER NOT NULL,   -- digest of the CloudEvents source
    "last" INTEGER,                 -- highest sequence seen
    "gaps" TEXT NOT NULL            -- missing sequences: first-last@anomaly, comma separated
);
CREATE UNIQUE INDEX "publishers_by_key" ON "publishers" ("publisher");

-- Made when the view has caught up for the first time.
CREATE INDEX "anomalies_by_order" ON "anomalies" ("orderId") WHERE "orderId" IS NOT NULL;
CREATE INDEX "anomalies_by_seller" ON "anomalies" ("sellerId", "openedAt");
CREATE INDEX "anomalies_by_kind" ON "anomalies" ("kind", "openedAt");
