-- The records that were refused for a reason on the days of a period, in the order of the log, after a position.
SELECT partition, offset, toInt32(recorded_day) AS day, detail
FROM dossier_events
WHERE disposition = 'refused'
    AND reason = {reason:String}
    AND recorded_day >= {from:Date32}
    AND recorded_day <= {to:Date32}
    AND (partition > {partition:UInt16} OR (partition = {partition:UInt16} AND offset >= {offset:UInt64}))
ORDER BY partition, offset
LIMIT 1 BY partition, offset
LIMIT {limit:UInt32}
