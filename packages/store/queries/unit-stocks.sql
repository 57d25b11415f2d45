-- Per unit: the stocks at the end of a day. Whole months from unit_month, the rest of the day's own month by days.
-- Parameters: day; month (the first day of its month).
SELECT
    unit,
    sum(open) AS open,
    sum(suspended) AS suspended,
    sum(overdue) AS overdue
FROM
(
    SELECT unit, open, suspended, overdue
    FROM unit_month
    WHERE month < {month:Date32}
    UNION ALL
    SELECT
        unit,
        received_online + received_direct + received_postal + received_forwarded + transferred_in
            - transferred_out - resolved_early - resolved_on_time - resolved_late AS open,
        suspended,
        overdue
    FROM unit_day
    WHERE day >= {month:Date32} AND day <= {day:Date32}
)
GROUP BY unit
