-- Per partition: what the marks of batches add up to, in the facts and in each roll-up; see standing.sql.
SELECT
    partition,
    sumIf(positions, source = 'facts') AS marked,
    sumIf(positions, source = 'procedure_day') AS procedureDay,
    sumIf(positions, source = 'unit_day') AS unitDay,
    sumIf(positions, source = 'leg_day') AS legDay,
    toString(sumIf(batches, source = 'facts')) AS markedBatches,
    toString(sumIf(batches, source = 'procedure_day')) AS procedureDayBatches,
    toString(sumIf(batches, source = 'unit_day')) AS unitDayBatches,
    toString(sumIf(batches, source = 'leg_day')) AS legDayBatches
FROM
(
    SELECT
        'facts' AS source,
        partition,
        toInt64(sum(batch_positions)) AS positions,
        toInt64(sumIf(cityHash64(partition, offset) % 2147483648, batch_positions > 0)) AS batches
    FROM dossier_events FINAL
    GROUP BY partition
    UNION ALL
    SELECT 'procedure_day' AS source, toUInt16(procedure) AS partition, positions, batches
    FROM procedure_day
    WHERE unit = ''
    UNION ALL
    SELECT 'unit_day' AS source, toUInt16(unit) AS partition, positions, batches
    FROM unit_day
    WHERE grain = 'batch'
    UNION ALL
    SELECT
        'leg_day' AS source,
        toUInt16(dossier) AS partition,
        if(measure = 'positions', quantity, 0) AS positions,
        if(measure = 'batches', quantity, 0) AS batches
    FROM leg_day
    WHERE unit = ''
)
GROUP BY partition
ORDER BY partition
