-- Cells (unit, first of a month, stock) in which unit_month does not hold what the days of unit_day add up to.
SELECT
    unit,
    toString(day) AS day,
    measure,
    sum(was_expected) AS expected,
    sum(was_found) AS found
FROM
(
    SELECT unit, makeDate32(toYear(day), toMonth(day), 1) AS day, pair.1 AS measure, pair.2 AS was_expected, 0 AS was_found
    FROM unit_day
    ARRAY JOIN
        [
            ('open', received_online + received_direct + received_postal + received_forwarded + transferred_in
            - transferred_out - resolved_early - resolved_on_time - resolved_late),
            ('suspended', suspended),
            ('overdue', overdue)
        ] AS pair
    UNION ALL
    SELECT unit, month AS day, pair.1 AS measure, 0 AS was_expected, pair.2 AS was_found
    FROM unit_month
    ARRAY JOIN [('open', open), ('suspended', suspended), ('overdue', overdue)] AS pair
)
GROUP BY unit, day, measure
HAVING expected != found
ORDER BY unit, day, measure
LIMIT {limit:UInt32}
