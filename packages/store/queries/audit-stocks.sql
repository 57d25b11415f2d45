-- Units and days at whose end a stock is impossible: negative, or overdue and suspended together more than open.
SELECT
    unit,
    toString(day) AS day,
    open,
    suspended,
    overdue
FROM
(
    SELECT
        unit,
        day,
        sum(sum(received_online + received_direct + received_postal + received_forwarded + transferred_in
            - transferred_out - resolved_early - resolved_on_time - resolved_late)) OVER (PARTITION BY unit ORDER BY day) AS open,
        sum(sum(unit_day.suspended)) OVER (PARTITION BY unit ORDER BY day) AS suspended,
        sum(sum(unit_day.overdue)) OVER (PARTITION BY unit ORDER BY day) AS overdue
    FROM unit_day
    WHERE grain = 'day'
    GROUP BY unit, day
)
WHERE suspended < 0 OR overdue < 0 OR open < suspended + overdue
ORDER BY unit, day
LIMIT {limit:UInt32}
