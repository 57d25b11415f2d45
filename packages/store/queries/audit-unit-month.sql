-- Cells (unit, first of a month, measure) in which the months of unit_day do not hold what its days add up to.
SELECT
    unit,
    toString(month) AS day,
    measure,
    sumIf(quantity, grain = 'day') AS expected,
    sumIf(quantity, grain = 'month') AS found
FROM
(
    SELECT
        grain,
        unit,
        makeDate32(toYear(unit_day.day), toMonth(unit_day.day), 1) AS month,
        pair.1 AS measure,
        pair.2 AS quantity
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
GROUP BY unit, month, measure
HAVING expected != found
ORDER BY unit, month, measure
LIMIT {limit:UInt32}
