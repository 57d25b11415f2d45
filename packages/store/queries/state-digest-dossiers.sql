-- The digest of state-digest.sql for each dossier of one bucket of one partition; to name those that differ.
SELECT
    dossier,
    count() AS events,
    sum(CRC32(concat(
        dossier, '\x1f', source, '\x1f', id, '\x1f', type, '\x1f', toString(toUnixTimestamp64Micro(time)), '\x1f', data
    ))) AS checksum
FROM dossier_events FINAL
WHERE disposition = 'counted'
    AND CRC32(dossier) % {buckets:UInt32} = {bucket:UInt32}
    AND if(
        {partitions:UInt32} = 0,
        partition = {partition:UInt16} AND offset < {before:UInt64},
        bitAnd(kafkaMurmurHash(dossier), 2147483647) % greatest({partitions:UInt32}, 1) = {partition:UInt16}
            AND (partition != {partition:UInt16} OR offset < {before:UInt64})
    )
GROUP BY dossier
