-- Cells (unit, day, measure) in which some roll-up does not hold what the facts add up to, over all days. Beside the sums go checksums of
-- how they are spread: over procedures and fields (facts, procedure_day, leg_day), recorded days (facts, unit_day, procedure_day) and
-- moments of recording (facts, leg_day); each is the facts' less the roll-up's, and so 0. Hashes of procedure and field apart: they are
-- then made once for each that there is, and not for every row.
SELECT
    unit,
    toString(day) AS day,
    measure,
    sum(was_facts) AS facts,
    sum(was_unit_day) AS unitDay,
    sum(was_procedure_day) AS procedureDay,
    sum(was_leg_day) AS legDay,
    toUInt8(sum(spread_unit_day) != 0) AS isElsewhereInUnitDay,
    toUInt8(sum(spread_procedure_day) != 0) AS isElsewhereInProcedureDay,
    toUInt8(sum(spread_leg_day) != 0) AS isElsewhereInLegDay
FROM
(
    SELECT
        unit, day, measure,
        sum(quantity) AS was_facts, toInt64(0) AS was_unit_day, toInt64(0) AS was_procedure_day, toInt64(0) AS was_leg_day,
        sum(quantity * toInt64(intHash64(toInt32(recorded_day)))) AS spread_unit_day,
        sum(quantity * toInt64(cityHash64(procedure) * cityHash64(field) * intHash64(toInt32(recorded_day)))) AS spread_procedure_day,
        sum(quantity * toInt64(cityHash64(procedure) * cityHash64(field) * intHash64(toUnixTimestamp64Milli(recorded_at)))) AS spread_leg_day
    FROM dossier_events FINAL
    ARRAY JOIN
        movements.unit AS unit,
        movements.procedure AS procedure,
        movements.field AS field,
        movements.day AS day,
        movements.measure AS measure,
        movements.quantity AS quantity
    GROUP BY unit, day, measure
    UNION ALL
    SELECT
        unit, day, pair.1 AS measure,
        toInt64(0) AS was_facts, pair.2 AS was_unit_day, toInt64(0) AS was_procedure_day, toInt64(0) AS was_leg_day,
        -pair.2 * toInt64(intHash64(toInt32(recorded_day))) AS spread_unit_day,
        toInt64(0) AS spread_procedure_day,
        toInt64(0) AS spread_leg_day
    FROM unit_day
    ARRAY JOIN
        [
            ('received_online', received_online),
            ('received_direct', received_direct),
            ('received_postal', received_postal),
            ('received_forwarded', received_forwarded),
            ('transferred_in', transferred_in),
            ('transferred_out', transferred_out),
            ('resolved_early', resolved_early),
            ('resolved_on_time', resolved_on_time),
            ('resolved_late', resolved_late),
            ('withdrawn', withdrawn),
            ('released', released),
            ('refused', refused),
            ('returned_by_post', returned_by_post),
            ('suspended', suspended),
            ('overdue', overdue)
        ] AS pair
    WHERE grain = 'day' AND pair.2 != 0
    UNION ALL
    SELECT
        unit, day, pair.1 AS measure,
        toInt64(0) AS was_facts, toInt64(0) AS was_unit_day, sum(pair.2) AS was_procedure_day, toInt64(0) AS was_leg_day,
        toInt64(0) AS spread_unit_day,
        -sum(pair.2 * toInt64(cityHash64(procedure) * cityHash64(field) * intHash64(toInt32(recorded_day)))) AS spread_procedure_day,
        toInt64(0) AS spread_leg_day
    FROM procedure_day
    ARRAY JOIN
        [
            ('received_online', received_online),
            ('received_direct', received_direct),
            ('received_postal', received_postal),
            ('received_forwarded', received_forwarded),
            ('transferred_in', transferred_in),
            ('transferred_out', transferred_out),
            ('resolved_early', resolved_early),
            ('resolved_on_time', resolved_on_time),
            ('resolved_late', resolved_late),
            ('withdrawn', withdrawn),
            ('released', released),
            ('refused', refused),
            ('returned_by_post', returned_by_post),
            ('suspended', suspended),
            ('overdue', overdue)
        ] AS pair
    WHERE unit != '' AND pair.2 != 0
    GROUP BY unit, day, measure
    UNION ALL
    SELECT
        unit, day, measure,
        toInt64(0) AS was_facts, toInt64(0) AS was_unit_day, toInt64(0) AS was_procedure_day, sum(quantity) AS was_leg_day,
        toInt64(0) AS spread_unit_day,
        toInt64(0) AS spread_procedure_day,
        -sum(quantity * toInt64(cityHash64(procedure) * cityHash64(field) * intHash64(toUnixTimestamp64Milli(recorded_at)))) AS spread_leg_day
    FROM leg_day
    WHERE unit != ''
    GROUP BY unit, day, measure
)
GROUP BY unit, day, measure
HAVING facts != unitDay OR facts != procedureDay OR facts != legDay
    OR isElsewhereInUnitDay OR isElsewhereInProcedureDay OR isElsewhereInLegDay
ORDER BY unit, day, measure
LIMIT {limit:UInt32}
