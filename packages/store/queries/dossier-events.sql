-- The counted events of some dossiers that were recorded before a record: at positions of its partition before its own, in the
-- order of the log; where the log has grown, also those of other partitions that were recorded no later.
SELECT
    offset,
    dossier,
    source,
    id,
    type,
    toUnixTimestamp64Micro(time) AS atMicros,
    toInt32(event_day) AS day,
    data
FROM dossier_events FINAL
WHERE dossier IN {dossiers:Array(String)}
    AND disposition = 'counted'
    AND (
        (partition = {partition:UInt16} AND offset < {before:UInt64})
        OR ({hasGrown:UInt8} = 1 AND partition != {partition:UInt16} AND recorded_at <= fromUnixTimestamp64Milli({recordedAtMs:Int64}, 'UTC'))
    )
ORDER BY recorded_at, partition, offset
