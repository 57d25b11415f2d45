-- How many legs of each unit go overdue on a day from … to, both included, as things stand. Where nothing has been told of the
-- days after `on`, the only movements of overdue on them are the forecasts of legs that are open and not suspended: the day after
-- the due. The dossiers of deadline-ahead-dossiers.sql, of which something has been told, are left out.
SELECT
    unit,
    count() AS legs
FROM
(
    SELECT unit
    FROM leg_day
    WHERE measure = 'overdue' AND day >= {from:Date32} AND day <= {to:Date32}
        AND dossier NOT IN
        (
            SELECT dossier
            FROM dossier_events
            WHERE event_day > {on:Date32}
                AND recorded_at >= toDateTime64({on:Date32}, 3, 'UTC') - INTERVAL 2 DAY
                AND disposition = 'counted'
        )
    GROUP BY unit, dossier, leg, day
    HAVING sum(quantity) > 0
)
GROUP BY unit
