-- Per partition: how many positions the marks of batches add up to, in the facts and in each roll-up.
SELECT
    partition,
    sum(was_marked) AS marked,
    sum(was_procedure_day) AS procedureDay,
    sum(was_unit_day) AS unitDay,
    sum(was_leg_day) AS legDay
FROM
(
    SELECT partition, toInt64(batch_positions) AS was_marked, 0 AS was_procedure_day, 0 AS was_unit_day, 0 AS was_leg_day
    FROM dossier_events FINAL
    UNION ALL
    SELECT toUInt16(procedure) AS partition, 0 AS was_marked, positions AS was_procedure_day, 0 AS was_unit_day, 0 AS was_leg_day
    FROM procedure_day
    WHERE unit = ''
    UNION ALL
    SELECT toUInt16(unit) AS partition, 0 AS was_marked, 0 AS was_procedure_day, positions AS was_unit_day, 0 AS was_leg_day
    FROM unit_day
    WHERE grain = 'batch'
    UNION ALL
    SELECT toUInt16(dossier) AS partition, 0 AS was_marked, 0 AS was_procedure_day, 0 AS was_unit_day, quantity AS was_leg_day
    FROM leg_day
    WHERE unit = '' AND measure = 'positions'
)
GROUP BY partition
ORDER BY partition
