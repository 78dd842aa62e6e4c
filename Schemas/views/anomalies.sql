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
    "detail" TEXT NOT NULL,         -- what was seen
    "subject" TEXT                  -- of a RATE_ALARM: provider/yanwen, lane/yanwen/ES, store/store-1; of an
                                    -- onboarding: onboarding/store-1/yanwen; else null
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

-- Failure rates by the day of the log, and how each day was judged when it had ended (RATE_ALARM).
CREATE TABLE "rate_days" (
    "id" INTEGER PRIMARY KEY,
    "day" INTEGER NOT NULL,         -- of the record, days since 1970-01-01 in the rulebook's zone
    "subject" TEXT NOT NULL,        -- provider, lane, store
    "name" TEXT NOT NULL,           -- the provider or the store
    "country" TEXT NOT NULL,        -- of a lane; else empty
    "rate" TEXT NOT NULL,           -- intercepted, abnormal, lost
    "parcels" INTEGER NOT NULL,     -- trials: first verdicts, decided clocks, parcels that ended
    "failures" INTEGER NOT NULL,
    "standing" INTEGER NOT NULL,    -- 0 not judged, 1 within its limits, 2 outside
    "centre" INTEGER,               -- the usual rate, in millionths; so for the limits and the mean
    "upperLimit" INTEGER,
    "mean" INTEGER,                 -- exponentially weighted
    "meanLimit" INTEGER
);
CREATE UNIQUE INDEX "rate_days_by_key" ON "rate_days" ("day", "subject", "name", "country", "rate");
CREATE TABLE "rate_alarms" (
    "id" INTEGER PRIMARY KEY,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "rate" TEXT NOT NULL,
    "anomaly" INTEGER NOT NULL      -- the open row in anomalies; 0 for none
);
CREATE UNIQUE INDEX "rate_alarms_by_key" ON "rate_alarms" ("subject", "name", "country", "rate");

-- Kept for the fold: how long each step of a lane takes (STALLED).
CREATE TABLE "spans" (
    "id" INTEGER PRIMARY KEY,
    "provider" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "milestone" TEXT NOT NULL,      -- from this one to the next
    "known" INTEGER NOT NULL,
    "histogram" TEXT NOT NULL       -- bucket:count, comma separated; the first 16 buckets are minutes, then 16 for each doubling
);
CREATE UNIQUE INDEX "spans_by_key" ON "spans" ("provider", "country", "milestone");
CREATE TABLE "parcels" (
    "id" INTEGER PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "provider" TEXT,
    "country" TEXT,
    "acceptedKey" TEXT,
    "handedOverAt" INTEGER,
    "acceptedAt" INTEGER,
    "cleared" INTEGER NOT NULL,     -- it may be dispatched
    "scanned" INTEGER NOT NULL,
    "ended" INTEGER NOT NULL,       -- delivered, returned, disposed of or lost
    "milestone" TEXT,               -- the furthest
    "since" INTEGER,
    "heardAt" INTEGER,              -- the log's time
    "heardPosition" INTEGER,
    "dueAt" INTEGER,                -- when the next milestone is overdue
    "counted" INTEGER NOT NULL      -- the rates it was counted in: 1 intercepted, 2 abnormal, 4 lost
);
CREATE UNIQUE INDEX "parcels_by_key" ON "parcels" ("orderId");
CREATE INDEX "parcels_by_number" ON "parcels" ("acceptedKey") WHERE "acceptedKey" IS NOT NULL;
CREATE INDEX "parcels_by_due" ON "parcels" ("dueAt") WHERE "dueAt" IS NOT NULL;
CREATE TABLE "waiting_steps" (
    "id" INTEGER PRIMARY KEY,
    "provider" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "milestone" TEXT,
    "since" INTEGER,
    "heardAt" INTEGER,
    "heardPosition" INTEGER
);
CREATE UNIQUE INDEX "waiting_steps_by_key" ON "waiting_steps" ("provider", "number");
CREATE TABLE "log_clock" (
    "id" INTEGER PRIMARY KEY,
    "nextHour" INTEGER NOT NULL,    -- when the next hour of the log begins
    "day" INTEGER NOT NULL
);

-- Kept for the fold: what sellers filed for providers (R9, R12), columns as in the view onboarding.
CREATE TABLE "filings" (
    "id" INTEGER PRIMARY KEY,
    "sellerId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "papers" TEXT NOT NULL,
    "addressesAt" INTEGER,
    "addressesDiffer" INTEGER NOT NULL,
    "incomplete" INTEGER NOT NULL,  -- the open row of QUALIFICATION_INCOMPLETE; 0 for none
    "mismatch" INTEGER NOT NULL     -- the open row of ADDRESS_MISMATCH; 0 for none
);
CREATE UNIQUE INDEX "filings_by_key" ON "filings" ("sellerId", "provider");

-- Made when the view has caught up for the first time.
CREATE INDEX "anomalies_by_order" ON "anomalies" ("orderId") WHERE "orderId" IS NOT NULL;
CREATE INDEX "anomalies_by_seller" ON "anomalies" ("sellerId", "openedAt");
CREATE INDEX "anomalies_by_kind" ON "anomalies" ("kind", "openedAt");
CREATE INDEX "anomalies_open_by_kind" ON "anomalies" ("kind", "severity", "sellerId", "orderId", "resolvedAt")
    WHERE "resolvedAt" IS NULL;
