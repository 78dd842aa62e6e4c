-- Sums over parcels, from which the score of any window is reckoned when it is asked for.
CREATE TABLE "days" (
    "id" INTEGER PRIMARY KEY,
    "day" INTEGER NOT NULL,         -- of the handover in Asia/Shanghai, days since 1970-01-01
    "sellerId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,       -- empty while not known; so for country and line
    "country" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "standing" INTEGER NOT NULL,    -- 0 counted, 1 abnormal (R25), 2 exempt or not mandatory
    "parcels" INTEGER NOT NULL,
    "uploadedInTime" INTEGER NOT NULL,
    "onNetwork" INTEGER NOT NULL,
    "delayMs" INTEGER NOT NULL,     -- handover to first physical scan, summed over onNetwork
    "squaredDelayMinutes" INTEGER NOT NULL,
    "within48h" INTEGER NOT NULL,
    "within72h" INTEGER NOT NULL,
    "delivered" INTEGER NOT NULL,
    "complete" INTEGER NOT NULL,    -- delivered with every expected milestone seen
    "lost" INTEGER NOT NULL,
    "complained" INTEGER NOT NULL,
    "deliveryMs" INTEGER NOT NULL,  -- handover to delivery, summed over delivered
    "squaredDeliveryMinutes" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "days_by_key" ON "days" ("day", "sellerId", "provider", "country", "line", "standing");

-- What each order was counted as: the sums can be explained down to it.
CREATE TABLE "orders" (
    "id" INTEGER PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "sellerId" TEXT,
    "country" TEXT,
    "provider" TEXT,
    "line" TEXT,
    "acceptedKey" TEXT,
    "day" INTEGER,                  -- null while its handover is not known
    "standing" INTEGER,
    "flags" INTEGER,                -- 1 uploaded in time, 2 on network, 4 ≤ 48 h, 8 ≤ 72 h, 16 delivered, 32 complete,
                                    -- 64 lost, 128 complained
    "delayMs" INTEGER,
    "deliveryMs" INTEGER,
    -- Kept for the fold.
    "providerCertainty" INTEGER NOT NULL,
    "lineCertainty" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "abnormal" INTEGER NOT NULL,
    "lost" INTEGER NOT NULL,
    "complained" INTEGER NOT NULL,
    "handedOverAt" INTEGER,
    "uploadedAt" INTEGER,
    "onNetworkAt" INTEGER,
    "deliveredAt" INTEGER,
    "milestones" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "orders_by_key" ON "orders" ("orderId");
CREATE INDEX "orders_by_number" ON "orders" ("acceptedKey") WHERE "acceptedKey" IS NOT NULL;

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

-- Made when the view has caught up for the first time.
CREATE INDEX "orders_by_seller" ON "orders" ("sellerId", "day") WHERE "day" IS NOT NULL;
