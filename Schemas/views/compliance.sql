-- How every order stands.
CREATE TABLE "compliance" (
    "id" INTEGER PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "sellerId" TEXT,
    "country" TEXT,                 -- ISO 3166-1 alpha-2
    "provider" TEXT,                -- of the accepted number; else of the upload, the handover, the declaration
    "trackingNumber" TEXT,          -- the accepted number; else the last one uploaded
    "stage" TEXT NOT NULL,          -- the furthest reached: declared, handed-over, number-uploaded, validated, routed,
                                    -- on-network, in-transit, delivered, lost
    "status" TEXT NOT NULL,         -- not-applicable, exempt, awaiting-number, intercepted, compliant
    "abnormal" INTEGER NOT NULL,    -- the upload deadline was missed (R22, R23)
    "findings" TEXT NOT NULL,       -- codes that stand open, a JSON array, sorted
    "declaredAt" INTEGER,           -- earliest
    "handedOverAt" INTEGER,         -- earliest
    "deadlineAt" INTEGER,           -- last instant for the upload; null where the clock does not run
    "uploadedAt" INTEGER,           -- first accepted upload: stays after voiding (R21)
    "validatedAt" INTEGER,          -- last verdict on an upload
    "routedAt" INTEGER,             -- earliest
    "onNetworkAt" INTEGER,          -- earliest physical scan; a forecast never counts (R38)
    "deliveredAt" INTEGER,          -- earliest
    "subsidyEligible" INTEGER NOT NULL,
    "countedInScore" INTEGER NOT NULL,
    "rulebook" TEXT,                -- that gave the last verdict
    "position" INTEGER NOT NULL,    -- of the last record applied to this order
    -- Kept for the fold.
    "uploadedNumber" TEXT,
    "acceptedKey" TEXT,             -- the accepted number, normalised
    "reached" TEXT NOT NULL,
    "lost" INTEGER NOT NULL,
    "milestones" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "compliance_by_key" ON "compliance" ("orderId");
CREATE INDEX "compliance_by_number" ON "compliance" ("acceptedKey") WHERE "acceptedKey" IS NOT NULL;

-- Kept for the fold: scans of numbers that no order has yet.
CREATE TABLE "waiting_tracks" (
    "id" INTEGER PRIMARY KEY,
    "provider" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "onNetworkAt" INTEGER,
    "deliveredAt" INTEGER,
    "milestones" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "waiting_tracks_by_key" ON "waiting_tracks" ("provider", "number");

-- From each record of an order to the one before it: little-endian 32-bit steps, 4,096 positions a row. The step of position p
-- is the (p mod 4096)th of row p / 4096; 0 where p is an order's first record, or no order's.
CREATE TABLE "trail" (
    "id" INTEGER PRIMARY KEY,
    "steps" BLOB NOT NULL
);

-- Made when the view has caught up for the first time.
CREATE INDEX "compliance_by_seller" ON "compliance" ("sellerId");
CREATE INDEX "compliance_by_shown_number" ON "compliance" ("trackingNumber") WHERE "trackingNumber" IS NOT NULL;
CREATE INDEX "compliance_abnormal" ON "compliance" ("id") WHERE "abnormal" = 1;
CREATE INDEX "compliance_abnormal_by_seller" ON "compliance" ("sellerId") WHERE "abnormal" = 1;
CREATE INDEX "compliance_intercepted" ON "compliance" ("id") WHERE "status" = 'intercepted';
CREATE INDEX "compliance_intercepted_by_seller" ON "compliance" ("sellerId")
    WHERE "status" = 'intercepted';
CREATE INDEX "compliance_by_open_deadline" ON "compliance" ("deadlineAt")
    WHERE "deadlineAt" IS NOT NULL AND "uploadedAt" IS NULL;
