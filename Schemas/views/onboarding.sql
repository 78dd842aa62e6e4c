-- The facts of every seller with every provider (R7–R12). Which step is missing, since when, and what mends it depends on
-- the time and the rulebook and is reckoned when it is asked for: firstmile view onboarding.
CREATE TABLE "onboarding" (
    "id" INTEGER PRIMARY KEY,
    "sellerId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "engagedAt" INTEGER,            -- first
    "tracks" TEXT NOT NULL,         -- distinct trial tracks, as many as are needed: TIME@NUMBER, likewise
    "approvedAt" INTEGER,           -- first
    "bound" INTEGER NOT NULL,       -- whether the last change of the binding was a binding
    "bindingAt" INTEGER,            -- the last change
    "position" INTEGER NOT NULL,    -- of the last record applied to this pair
    "papers" TEXT NOT NULL,         -- of all filings together: TIME@NAME, earliest time each, parted by U+001F
    "addressesAt" INTEGER,          -- of the latest filing that said both addresses
    "addressesDiffer" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "onboarding_by_key" ON "onboarding" ("sellerId", "provider");

-- When a provider was on the certified list, by events; before the first the rulebook's list holds.
CREATE TABLE "certifications" (
    "id" INTEGER PRIMARY KEY,
    "provider" TEXT NOT NULL,
    "changes" TEXT NOT NULL         -- +FROM/UNTIL or -FROM/, in time's order, comma separated
);
CREATE UNIQUE INDEX "certifications_by_key" ON "certifications" ("provider");

-- Made when the view has caught up for the first time.
CREATE INDEX "onboarding_by_provider" ON "onboarding" ("provider");
