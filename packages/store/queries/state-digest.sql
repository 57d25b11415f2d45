-- A digest of the counted events of one partition, by bucket of dossiers: how many, and the sum of checksums of each event's
-- text. The fold state is digested in the same way, so that equal digests mean equal events (see state-audit.ts).
SELECT
    CRC32(dossier) % {buckets:UInt32} AS bucket,
    count() AS events,
    sum(CRC32(concat(
        dossier, '\x1f', source, '\x1f', id, '\x1f', type, '\x1f', toString(toUnixTimestamp64Micro(time)), '\x1f', data
    ))) AS checksum
FROM dossier_events FINAL
WHERE disposition = 'counted'
    AND if(
        {partitions:UInt32} = 0,
        partition = {partition:UInt16} AND offset < {before:UInt64},
        bitAnd(kafkaMurmurHash(dossier), 2147483647) % greatest({partitions:UInt32}, 1) = {partition:UInt16}
            AND (partition != {partition:UInt16} OR offset < {before:UInt64})
    )
GROUP BY bucket
