-- The legs of deadline-counts.sql, of some units, in the order of these and within a unit by due: a page after a leg.
SELECT
    unit,
    toInt32(day) - 1 AS due,
    dossier,
    leg
FROM leg_day
WHERE measure = 'overdue'
    AND day >= {from:Date32}
    AND day <= {to:Date32}
    AND unit IN {units:Array(String)}
    AND (indexOf({units:Array(String)}, toString(unit)), toInt32(day) - 1, dossier, leg)
        > ({afterUnit:UInt32}, {afterDue:Int32}, {afterDossier:String}, {afterLeg:Int32})
    AND dossier NOT IN
    (
        SELECT dossier
        FROM dossier_events
        WHERE event_day > {on:Date32}
            AND recorded_at >= toDateTime64({on:Date32}, 3, 'UTC') - INTERVAL 2 DAY
            AND disposition = 'counted'
    )
GROUP BY unit, day, dossier, leg
HAVING sum(quantity) > 0
ORDER BY indexOf({units:Array(String)}, toString(unit)), due, dossier, leg
LIMIT {limit:UInt32}
