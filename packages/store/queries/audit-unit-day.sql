-- Cells (unit, day, measure) in which the roll-up unit_day does not hold what the facts add up to.
SELECT
    unit,
    toString(day) AS day,
    measure,
    sum(was_expected) AS expected,
    sum(was_found) AS found
FROM
(
    SELECT movements.unit AS unit, movements.day AS day, movements.measure AS measure, movements.quantity AS was_expected, 0 AS was_found
    FROM (SELECT movements FROM dossier_events LIMIT 1 BY partition, offset)
    ARRAY JOIN movements
    UNION ALL
    SELECT unit, day, pair.1 AS measure, 0 AS was_expected, pair.2 AS was_found
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
    WHERE grain = 'day'
)
GROUP BY unit, day, measure
HAVING expected != found
ORDER BY unit, day, measure
LIMIT {limit:UInt32}
