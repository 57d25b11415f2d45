-- The counted events of one partition from a position on, in the order of the log; for rebuilding fold state.
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
WHERE partition = {partition:UInt16} AND offset >= {from:UInt64} AND disposition = 'counted'
ORDER BY offset
LIMIT 1 BY offset
LIMIT {limit:UInt32}
