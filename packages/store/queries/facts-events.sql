-- The counted events at the positions of a range of one partition, in the order of the log; for rebuilding fold state. Where the log
-- has grown, facts of a dossier may bear another partition than the one that it belongs to now; then with homes, the number
-- of partitions, only those of dossiers whose key belongs to the partition home.
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
WHERE partition = {partition:UInt16} AND offset >= {from:UInt64} AND offset < {before:UInt64} AND disposition = 'counted'
    AND ({homes:UInt32} = 0 OR bitAnd(kafkaMurmurHash(dossier), 2147483647) % greatest({homes:UInt32}, 1) = {home:UInt16})
ORDER BY offset
LIMIT {limit:UInt32}
