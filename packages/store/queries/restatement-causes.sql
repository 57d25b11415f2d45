-- The events that changed some cells of a report between two moments: those recorded after the one and up to the other whose weighted
-- movements in the cell do not add up to 0. Per cell their number, their sum, and the first of them, the largest first, then by time.
-- Parameters: afterMs, untilMs (the moments); by (unit, procedure or field: what a row is of); keys to keys4 and, of the same length in
-- all, rows to rows4 (the row that each key counts in; unit-parameters.ts); allUnits 1 or units to units4 (whose movements count where rows are no units); terms (how often a movement counts: column,
-- measure, first and last day of the period as numbers, weight before it and within it); lastDay (no later day has a weight); limit, at most 100.
SELECT
    row,
    column,
    count() AS events,
    sum(quantity) AS sum,
    arraySlice(
        groupArraySorted(100)(
            tuple(-abs(quantity), atMicros, source, id, dossier, type, toUnixTimestamp64Milli(recorded_at), quantity)
        ),
        1,
        {limit:UInt32}
    ) AS causes
FROM
(
    SELECT
        transform(
            key,
            arrayConcat({keys:Array(String)}, {keys2:Array(String)}, {keys3:Array(String)}, {keys4:Array(String)}),
            arrayConcat({rows:Array(String)}, {rows2:Array(String)}, {rows3:Array(String)}, {rows4:Array(String)}),
            ''
        ) AS row,
        term.1 AS column,
        partition,
        offset,
        any(dossier) AS dossier,
        any(source) AS source,
        any(id) AS id,
        any(type) AS type,
        any(toUnixTimestamp64Micro(time)) AS atMicros,
        any(recorded_at) AS recorded_at,
        sum(moved.quantity * if(toInt32(moved.day) < term.3, term.5, term.6)) AS quantity
    FROM
    (
        SELECT
            partition, offset, dossier, source, id, type, time, recorded_at, moved,
            multiIf({by:String} = 'procedure', moved.procedure, {by:String} = 'field', moved.field, moved.unit) AS key,
            arrayJoin(
                arrayFilter(
                    t -> t.2 = moved.measure AND toInt32(moved.day) <= t.4,
                    {terms:Array(Tuple(UInt16, String, Int32, Int32, Int8, Int8))}
                )
            ) AS term
        FROM
        (
            SELECT
                partition, offset, dossier, source, id, type, time, recorded_at,
                arrayJoin(arrayFilter(m -> m.day <= {lastDay:Date32}, movements)) AS moved
            FROM
            (
                SELECT partition, offset, dossier, source, id, type, time, recorded_at, movements
                FROM dossier_events
                WHERE recorded_at > fromUnixTimestamp64Milli({afterMs:Int64}, 'UTC')
                    AND recorded_at <= fromUnixTimestamp64Milli({untilMs:Int64}, 'UTC')
                    AND disposition = 'counted'
                    AND arrayExists(m -> m.day <= {lastDay:Date32}, movements)
                LIMIT 1 BY partition, offset
            )
        )
        WHERE key IN arrayConcat({keys:Array(String)}, {keys2:Array(String)}, {keys3:Array(String)}, {keys4:Array(String)})
            AND ({allUnits:UInt8} = 1 OR moved.unit IN arrayConcat({units:Array(String)}, {units2:Array(String)}, {units3:Array(String)}, {units4:Array(String)}))
    )
    GROUP BY row, column, partition, offset
    HAVING quantity != 0
)
GROUP BY row, column
