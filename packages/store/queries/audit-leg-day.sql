-- Cells in which leg_day, summed over dossiers and legs, does not hold what the facts add up to.
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
    SELECT unit, day, measure, 0 AS was_expected, quantity AS was_found
    FROM leg_day
)
GROUP BY unit, day, measure
HAVING expected != found
ORDER BY unit, day, measure
LIMIT {limit:UInt32}
