-- Cells of some units in which a grain of unit_day does not hold what its days add up to; day and recordedDay as the grain has them
-- (migration 010).
SELECT
    toString(of_grain) AS grain,
    unit,
    toString(of_day) AS day,
    toString(of_recorded_day) AS recordedDay,
    measure,
    sumIf(quantity, was_day) AS expected,
    sumIf(quantity, NOT was_day) AS found
FROM
(
    SELECT
        place.1 AS of_grain,
        unit,
        place.2 AS of_day,
        place.3 AS of_recorded_day,
        unit_day.grain = 'day' AS was_day,
        pair.1 AS measure,
        pair.2 AS quantity
    FROM unit_day
    ARRAY JOIN CAST(
        if(
            unit_day.grain = 'day',
            [
                ('month', makeDate32(toYear(unit_day.day), toMonth(unit_day.day), 1), makeDate32(toYear(unit_day.recorded_day), 1, 1)),
                ('year', makeDate32(toYear(unit_day.day), 1, 1), makeDate32(toYear(unit_day.recorded_day), 1, 1)),
                ('recorded_month', makeDate32(toYear(unit_day.recorded_day), toMonth(unit_day.recorded_day), 1), makeDate32(toYear(unit_day.day), toMonth(unit_day.day), 1)),
                ('recorded_day', unit_day.recorded_day, makeDate32(toYear(unit_day.day), toMonth(unit_day.day), 1))
            ],
            [(toString(unit_day.grain), unit_day.day, unit_day.recorded_day)]
        ),
        'Array(Tuple(Enum8(\'day\' = 1, \'month\' = 2, \'batch\' = 3, \'year\' = 4, \'recorded_month\' = 5, \'recorded_day\' = 6), Date32, Date32))'
    ) AS place
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
    WHERE unit_day.grain != 'batch' AND unit IN {units:Array(String)} AND pair.2 != 0
)
GROUP BY of_grain, unit, of_day, of_recorded_day, measure
HAVING expected != found
ORDER BY of_grain, unit, of_day, of_recorded_day, measure
LIMIT {limit:UInt32}
