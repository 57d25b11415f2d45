-- Cells (unit, day, recorded day, measure) in which facts and the roll-up unit_day differ.
SELECT
    unit,
    toString(day) AS day,
    toString(recorded_day) AS recordedDay,
    measure,
    sum(fact) AS facts,
    sum(rolled) AS rollUp
FROM
(
    SELECT
        movements.unit AS unit,
        movements.day AS day,
        recorded_day,
        movements.measure AS measure,
        movements.quantity AS fact,
        0 AS rolled
    FROM (SELECT * FROM dossier_events LIMIT 1 BY partition, offset)
    ARRAY JOIN movements
    UNION ALL
    SELECT
        unit,
        day,
        recorded_day,
        pair.1 AS measure,
        0 AS fact,
        pair.2 AS rolled
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
)
GROUP BY unit, day, recorded_day, measure
HAVING facts != rollUp
ORDER BY unit, day, recorded_day, measure
LIMIT {limit:UInt32}
