-- The facts around a position of one partition: from behind the batch end before it to the batch end at or after it.
SELECT offset, batch_positions AS positions
FROM dossier_events FINAL
WHERE partition = {partition:UInt16}
    AND offset > (
        SELECT ifNull(max(toNullable(toInt64(offset))), -1)
        FROM dossier_events
        WHERE partition = {partition:UInt16} AND batch_positions > 0 AND offset < {position:UInt64}
    )
    AND offset <= (
        SELECT ifNull(min(toNullable(offset)), 18446744073709551615)
        FROM dossier_events
        WHERE partition = {partition:UInt16} AND batch_positions > 0 AND offset >= {position:UInt64}
    )
ORDER BY offset
