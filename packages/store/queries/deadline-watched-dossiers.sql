-- The dossiers of which a passed deadline may have to be announced or an announcement taken back, after a dossier: those that had
-- an overdue leg at the end of a day, and those with an announcement that is in force and may be wrong. Only events before it in
-- the fold's order, and voids, can make it so: they came after it, or it had an effect as it arrived, which none should have.
SELECT dossier
FROM
(
    SELECT dossier
    FROM leg_day
    WHERE measure = 'overdue' AND day <= {on:Date32} AND dossier > {after:String}
    GROUP BY unit, dossier, leg
    HAVING sum(quantity) > 0
    UNION ALL
    SELECT dossier
    FROM
    (
        SELECT partition, offset, dossier, type, time
        FROM dossier_events
        WHERE disposition = 'counted' AND dossier > {after:String}
    ) AS told
    -- A dossier's counted events are of one partition, in the order in which they came.
    INNER JOIN
    (
        SELECT partition, offset, dossier, time, notEmpty(movements) OR notEmpty(anomalies) AS had_effect
        FROM dossier_events
        WHERE type = 'deadline-passed' AND source = {source:String} AND disposition = 'counted' AND dossier > {after:String}
            AND (dossier, id) NOT IN
            (
                SELECT dossier, JSONExtractString(data, 'voids', 'id')
                FROM dossier_events
                WHERE type = 'voided' AND disposition = 'counted' AND JSONExtractString(data, 'voids', 'source') = {source:String}
            )
    ) AS announced ON announced.partition = told.partition AND announced.dossier = told.dossier
    WHERE (told.offset > announced.offset AND (told.time <= announced.time OR told.type = 'voided'))
        OR (told.offset = announced.offset AND announced.had_effect)
)
GROUP BY dossier
ORDER BY dossier
LIMIT {limit:UInt32}
