-- The dossiers that had an overdue leg at the end of a day, after a dossier.
SELECT dossier
FROM
(
    SELECT dossier
    FROM leg_day
    WHERE measure = 'overdue' AND day <= {on:Date32} AND dossier > {after:String}
    GROUP BY unit, dossier, leg
    HAVING sum(quantity) > 0
)
GROUP BY dossier
ORDER BY dossier
LIMIT {limit:UInt32}
