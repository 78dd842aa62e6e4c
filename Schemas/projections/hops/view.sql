-- Where each parcel was seen: every scan with its place, and how long the parcel has been on its way.
--
-- An example of a view of one's own. Copy the folder into the daemon's DATA/projections and start the daemon:
--
--     firstmile view hops --order 8190000000000001

CREATE TABLE hops (
    orderId TEXT PRIMARY KEY,
    sellerId TEXT,
    country TEXT,
    scans INTEGER NOT NULL DEFAULT 0,
    places JSON NOT NULL DEFAULT '[]',      -- in the order of arrival, without repetition
    handedOverAt INTEGER,                   -- nanoseconds since 1970; a name that ends in At is shown as a time
    lastSeenAt INTEGER,
    lastCode TEXT,
    deliveredAt INTEGER,
    hoursOnTheWay REAL AS ((coalesce(deliveredAt, lastSeenAt) - handedOverAt) / 3.6e12)
);

-- For whoever asks for a seller. Plain indexes are made last when the view is made again.
CREATE INDEX hops_by_seller ON hops (sellerId);

-- Scans that came before anybody said whose number it is.
CREATE TABLE strays (
    provider TEXT NOT NULL,
    trackingNumber TEXT NOT NULL,
    scans INTEGER NOT NULL,
    PRIMARY KEY (provider, trackingNumber)
) WITHOUT ROWID;

-- on: order-declared
INSERT INTO hops (orderId, sellerId, country) VALUES (:orderId, :sellerId, :data ->> 'country')
ON CONFLICT (orderId) DO UPDATE SET sellerId = excluded.sellerId, country = excluded.country;

-- on: handed-over
INSERT INTO hops (orderId, sellerId, handedOverAt) VALUES (:orderId, :sellerId, :time)
ON CONFLICT (orderId) DO UPDATE
SET sellerId = excluded.sellerId, handedOverAt = min(coalesce(handedOverAt, :time), :time);

-- on: scanned
-- Two statements: a record changes everything they say, or nothing.
INSERT INTO hops (orderId, scans, places, lastSeenAt, lastCode)
SELECT :orderId, 1, json_array(:data ->> 'place'), :time, :data ->> 'code' WHERE :orderId IS NOT NULL
ON CONFLICT (orderId) DO UPDATE SET
    scans = scans + 1,
    places = CASE
        WHEN EXISTS (SELECT 1 FROM json_each(places) WHERE value IS :data ->> 'place') THEN places
        ELSE json_insert(places, '$[#]', :data ->> 'place')
    END,
    lastCode = CASE WHEN lastSeenAt IS NULL OR :time >= lastSeenAt THEN :data ->> 'code' ELSE lastCode END,
    lastSeenAt = max(coalesce(lastSeenAt, :time), :time);
INSERT INTO strays (provider, trackingNumber, scans)
SELECT :provider, :trackingNumber, 1 WHERE :orderId IS NULL
ON CONFLICT DO UPDATE SET scans = scans + 1;

-- on: delivered
UPDATE hops SET deliveredAt = min(coalesce(deliveredAt, :time), :time) WHERE orderId = :orderId;
