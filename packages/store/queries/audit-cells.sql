-- Cells (unit, day, measure) in which some roll-up does not hold what the facts add up to, over all days.
SELECT
    unit,
    toString(day) AS day,
    measure,
    sum(was_facts) AS facts,
    sum(was_unit_day) AS unitDay,
    sum(was_procedure_day) AS procedureDay,
    sum(was_leg_day) AS legDay
FROM
(
    SELECT
        unit, day, measure,
        sum(quantity) AS was_facts, toInt64(0) AS was_unit_day, toInt64(0) AS was_procedure_day, toInt64(0) AS was_leg_day
    FROM dossier_events FINAL
    ARRAY JOIN
        movements.unit AS unit,
        movements.day AS day,
        movements.measure AS measure,
        movements.quantity AS quantity
    GROUP BY unit, day, measure
    UNION ALL
    SELECT unit, day, pair.1 AS measure, toInt64(0) AS was_facts, pair.2 AS was_unit_day, toInt64(0) AS was_procedure_day, toInt64(0) AS was_leg_day
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
    SELECT unit, day, pair.1 AS measure, toInt64(0) AS was_facts, toInt64(0) AS was_unit_day, pair.2 AS was_procedure_day, toInt64(0) AS was_leg_day
    FROM
    (
        SELECT
            unit, day,
            sum(procedure_day.received_online) AS received_online,
            sum(procedure_day.received_direct) AS received_direct,
            sum(procedure_day.received_postal) AS received_postal,
            sum(procedure_day.received_forwarded) AS received_forwarded,
            sum(procedure_day.transferred_in) AS transferred_in,
            sum(procedure_day.transferred_out) AS transferred_out,
            sum(procedure_day.resolved_early) AS resolved_early,
            sum(procedure_day.resolved_on_time) AS resolved_on_time,
            sum(procedure_day.resolved_late) AS resolved_late,
            sum(procedure_day.withdrawn) AS withdrawn,
            sum(procedure_day.released) AS released,
            sum(procedure_day.refused) AS refused,
            sum(procedure_day.returned_by_post) AS returned_by_post,
            sum(procedure_day.suspended) AS suspended,
            sum(procedure_day.overdue) AS overdue
        FROM procedure_day
        WHERE unit != ''
        GROUP BY unit, day
    )
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
    WHERE pair.2 != 0
    UNION ALL
    SELECT unit, day, measure, toInt64(0) AS was_facts, toInt64(0) AS was_unit_day, toInt64(0) AS was_procedure_day, sum(quantity) AS was_leg_day
    FROM leg_day
    WHERE unit != ''
    GROUP BY unit, day, measure
)
GROUP BY unit, day, measure
HAVING facts != unitDay OR facts != procedureDay OR facts != legDay
ORDER BY unit, day, measure
LIMIT {limit:UInt32}
