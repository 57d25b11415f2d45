-- The dossiers with events of a day after a day that is today or later. Events lie at most 24 hours ahead of the clock, so such
-- ones were recorded lately; two days leave room for the time zone. In deadline-counts.sql and deadline-legs.sql as well.
SELECT DISTINCT dossier
FROM dossier_events
WHERE event_day > {on:Date32}
    AND recorded_at >= toDateTime64({on:Date32}, 3, 'UTC') - INTERVAL 2 DAY
    AND disposition = 'counted'
ORDER BY dossier
LIMIT {limit:UInt32}
