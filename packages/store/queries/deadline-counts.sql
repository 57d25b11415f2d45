-- How many legs of each unit go overdue on a day from … to, both included, as things stand. The days lie in the future, where
-- the only movements of overdue are the forecasts of legs that are open and not suspended: the day after the due.
SELECT
    unit,
    count() AS legs
FROM
(
    SELECT unit
    FROM leg_day
    WHERE measure = 'overdue' AND day >= {from:Date32} AND day <= {to:Date32}
    GROUP BY unit, dossier, leg, day
    HAVING sum(quantity) > 0
)
GROUP BY unit
