-- Grains of unit_day and units in which the rows of a grain are not what those of the days make, by a checksum: the sum of all
-- quantities, each times a number that stands for the place it is booked at (migration 010). Cheap, for it groups by little; audit-grain-cells.sql
-- then names the cells.
SELECT
    place.1 AS of_grain,
    unit
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
WHERE unit_day.grain != 'batch'
GROUP BY of_grain, unit
HAVING sum(if(unit_day.grain = 'day', 1, -1) * unit_day.received_online * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.received_direct * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.received_postal * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.received_forwarded * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.transferred_in * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.transferred_out * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.resolved_early * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.resolved_on_time * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.resolved_late * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.withdrawn * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.released * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.refused * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.returned_by_post * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.suspended * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
    OR sum(if(unit_day.grain = 'day', 1, -1) * unit_day.overdue * toInt64(cityHash64(place.2, place.3) % 2147483648)) != 0
ORDER BY of_grain, unit
LIMIT {limit:UInt32}
