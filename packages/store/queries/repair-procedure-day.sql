-- Adds to procedure_day what it lacks of the facts, and takes away what it has too much; unit_day follows through its view.
-- Nothing else may be inserting meanwhile.
INSERT INTO procedure_day
SELECT
    unit,
    procedure,
    field,
    day,
    recorded_day,
    sumIf(quantity, measure = 'received_online') AS received_online,
    sumIf(quantity, measure = 'received_direct') AS received_direct,
    sumIf(quantity, measure = 'received_postal') AS received_postal,
    sumIf(quantity, measure = 'received_forwarded') AS received_forwarded,
    sumIf(quantity, measure = 'transferred_in') AS transferred_in,
    sumIf(quantity, measure = 'transferred_out') AS transferred_out,
    sumIf(quantity, measure = 'resolved_early') AS resolved_early,
    sumIf(quantity, measure = 'resolved_on_time') AS resolved_on_time,
    sumIf(quantity, measure = 'resolved_late') AS resolved_late,
    sumIf(quantity, measure = 'withdrawn') AS withdrawn,
    sumIf(quantity, measure = 'released') AS released,
    sumIf(quantity, measure = 'refused') AS refused,
    sumIf(quantity, measure = 'returned_by_post') AS returned_by_post,
    sumIf(quantity, measure = 'suspended') AS suspended,
    sumIf(quantity, measure = 'overdue') AS overdue
FROM
(
    SELECT
        movements.unit AS unit,
        movements.procedure AS procedure,
        movements.field AS field,
        movements.day AS day,
        recorded_day,
        movements.measure AS measure,
        toInt64(movements.quantity) AS quantity
    FROM (SELECT movements, dossier, recorded_at, recorded_day FROM dossier_events LIMIT 1 BY partition, offset)
    ARRAY JOIN movements
    UNION ALL
    SELECT unit, procedure, field, day, recorded_day, pair.1 AS measure, -pair.2 AS quantity
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
)
GROUP BY unit, procedure, field, day, recorded_day
HAVING received_online != 0
    OR received_direct != 0
    OR received_postal != 0
    OR received_forwarded != 0
    OR transferred_in != 0
    OR transferred_out != 0
    OR resolved_early != 0
    OR resolved_on_time != 0
    OR resolved_late != 0
    OR withdrawn != 0
    OR released != 0
    OR refused != 0
    OR returned_by_post != 0
    OR suspended != 0
    OR overdue != 0
