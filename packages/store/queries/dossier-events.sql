-- The counted events of some dossiers of one partition at positions before one, in the order of the log.
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
WHERE partition = {partition:UInt16} AND offset < {before:UInt64} AND dossier IN {dossiers:Array(String)} AND disposition = 'counted'
ORDER BY offset
LIMIT 1 BY offset
