-- What every order costs by the rules, line by line, beside what was billed. Amounts are fen, hundredths of a yuan.
CREATE TABLE "fees" (
    "id" INTEGER PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "sellerId" TEXT,
    "provider" TEXT,                -- whose line it is; where nothing was computed, who billed
    "line" TEXT,
    "card" TEXT,                    -- the rate card
    "weightGrams" INTEGER,          -- charged: actual or volumetric, whichever is more (R28)
    "baseFen" INTEGER,              -- R28; null where the working has no such line, as the next five
    "lightParcelFen" INTEGER,       -- R31
    "ddpFen" INTEGER,               -- R32
    "serviceFen" INTEGER,           -- R29
    "surchargeFen" INTEGER,         -- R30
    "couponFen" INTEGER,            -- R33: negative
    "totalFen" INTEGER,             -- null while no fee is known, or none is owed any more
    "couponOrdinal" INTEGER,        -- which of the seller's accepted orders it is, where it is one that may have a coupon
    "billedFen" INTEGER,            -- by the bill that was given last
    "differenceFen" INTEGER,        -- billed less computed (R34); null until both are known
    "rulebook" TEXT,                -- that gave the amounts
    "position" INTEGER NOT NULL,    -- of the last record applied to this order
    -- Kept for the fold.
    "billedAt" INTEGER
);
CREATE UNIQUE INDEX "fees_by_key" ON "fees" ("orderId");

-- Made when the view has caught up for the first time.
CREATE INDEX "fees_by_seller" ON "fees" ("sellerId");
CREATE INDEX "fees_mismatched" ON "fees" ("id") WHERE "differenceFen" <> 0;
