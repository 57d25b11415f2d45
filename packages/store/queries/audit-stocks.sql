-- Units and days whose figures cannot be: at the end of a day a stock below zero, or overdue and suspended together more
-- than open; on a day a flow below zero, or more withdrawn and released than resolved.
SELECT
    unit,
    toString(day) AS day,
    open,
    suspended,
    overdue,
    lowest AS lowestFlow
FROM
(
    SELECT
        unit,
        day,
        least(sum(unit_day.received_online),
            sum(unit_day.received_direct),
            sum(unit_day.received_postal),
            sum(unit_day.received_forwarded),
            sum(unit_day.transferred_in),
            sum(unit_day.transferred_out),
            sum(unit_day.resolved_early),
            sum(unit_day.resolved_on_time),
            sum(unit_day.resolved_late),
            sum(unit_day.withdrawn),
            sum(unit_day.released),
            sum(unit_day.refused),
            sum(unit_day.returned_by_post),
            sum(resolved_early + resolved_on_time + resolved_late - unit_day.withdrawn - unit_day.released)) AS lowest,
        sum(sum(received_online + received_direct + received_postal + received_forwarded + transferred_in
            - transferred_out - resolved_early - resolved_on_time - resolved_late)) OVER (PARTITION BY unit ORDER BY day) AS open,
        sum(sum(unit_day.suspended)) OVER (PARTITION BY unit ORDER BY day) AS suspended,
        sum(sum(unit_day.overdue)) OVER (PARTITION BY unit ORDER BY day) AS overdue
    FROM unit_day
    WHERE grain = 'day'
    GROUP BY unit, day
)
WHERE suspended < 0 OR overdue < 0 OR open < suspended + overdue OR lowest < 0
ORDER BY unit, day
LIMIT {limit:UInt32}
