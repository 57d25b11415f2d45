-- Adds to leg_day what it lacks of the facts. Nothing else may be inserting meanwhile.
INSERT INTO leg_day
SELECT unit, measure, day, dossier, leg, recorded_at, sum(difference) AS quantity
FROM
(
    SELECT
        movements.unit AS unit,
        movements.measure AS measure,
        movements.day AS day,
        dossier,
        movements.leg AS leg,
        recorded_at,
        toInt64(movements.quantity) AS difference
    FROM (SELECT movements, dossier, recorded_at, recorded_day FROM dossier_events LIMIT 1 BY partition, offset)
    ARRAY JOIN movements
    UNION ALL
    SELECT unit, measure, day, dossier, leg, recorded_at, -quantity AS difference
    FROM leg_day
)
GROUP BY unit, measure, day, dossier, leg, recorded_at
HAVING quantity != 0
