-- What the facts that were recorded on one day, up to a moment of it, moved before a period and within it: by unit, procedure or
-- field, and by measure. Roll-ups know recorded days; this is the part of a day, for what is asked as known at a moment.
-- Parameters: by (unit, procedure or field); allUnits 1 or units, units2, units3, units4 (unit-parameters.ts); recordedDay, recordedAtMs (the moment, which counts); from, to.
SELECT
    multiIf({by:String} = 'procedure', moved.procedure, {by:String} = 'field', moved.field, moved.unit) AS key,
    moved.measure AS measure,
    sumIf(moved.quantity, moved.day < {from:Date32}) AS before,
    sumIf(moved.quantity, moved.day >= {from:Date32}) AS within
FROM
(
    SELECT arrayJoin(movements) AS moved
    FROM
    (
        SELECT movements
        FROM dossier_events
        WHERE recorded_day = {recordedDay:Date32}
            AND recorded_at <= fromUnixTimestamp64Milli({recordedAtMs:Int64}, 'UTC')
            -- Says again what the day says: the facts have an index of the moment.
            AND recorded_at >= fromUnixTimestamp64Milli({recordedAtMs:Int64}, 'UTC') - INTERVAL 2 DAY
            AND disposition = 'counted'
        LIMIT 1 BY partition, offset
    )
)
WHERE moved.day <= {to:Date32} AND ({allUnits:UInt8} = 1 OR moved.unit IN arrayConcat({units:Array(String)}, {units2:Array(String)}, {units3:Array(String)}, {units4:Array(String)}))
GROUP BY key, measure
