-- The counted events of some dossiers, each dossier's in the order of the fold's time; only those that were recorded up to
-- knownAtMs. With these columns alone and without FINAL it is read from the projection by dossier (migration 013).
SELECT
    offset,
    dossier,
    source,
    id,
    type,
    toUnixTimestamp64Micro(time) AS atMicros,
    toInt32(event_day) AS day,
    data
FROM dossier_events
WHERE dossier IN {dossiers:Array(String)} AND disposition = 'counted'
    AND recorded_at <= fromUnixTimestamp64Milli({knownAtMs:Int64}, 'UTC')
ORDER BY dossier, time, partition, offset
LIMIT 1 BY dossier, partition, offset
