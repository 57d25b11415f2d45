-- Adds what the facts of some positions of one partition sum to, marks of batches included, to leg_day or a table like it; with
-- the sign −1 takes it away. The same as the view on it does with facts that come in (migrations 008 and 011). With a claim it throws, as
-- the view that takes facts in does, where another has claimed the partition or the store is locked.
INSERT INTO {table:Identifier} (unit, measure, day, dossier, leg, recorded_at, procedure, field, quantity)
WITH CAST(
    [
        ('', toString(partition), '', toDate32(0), 'positions', 0, batch_positions),
        ('', toString(partition), '', toDate32(0), 'batches', 0, cityHash64(partition, offset) % 2147483648)
    ],
    'Array(Tuple(unit LowCardinality(String), procedure LowCardinality(String), field LowCardinality(String), day Date32, measure LowCardinality(String), leg UInt16, quantity Int32))'
) AS mark
SELECT
    moved.unit AS unit,
    moved.measure AS measure,
    moved.day AS day,
    if(moved.unit = '', moved.procedure, fact.dossier) AS dossier,
    moved.leg AS leg,
    if(moved.unit = '', toDateTime64(0, 3, 'UTC'), fact.recorded_at) AS recorded_at,
    if(moved.unit = '', '', moved.procedure) AS procedure,
    moved.field AS field,
    {sign:Int8} * sum(moved.quantity) AS quantity
FROM
(
    SELECT dossier, recorded_at, partition, offset, movements, batch_positions
    FROM dossier_events FINAL
    WHERE partition = {partition:UInt16} AND offset >= {from:UInt64} AND offset <= {to:UInt64}
        AND NOT throwIf(
            {claim:String} != ''
                AND toInt64OrZero(splitByChar(':', (SELECT max(claim) FROM partition_claims WHERE partition = 65535))[3])
                    > toUnixTimestamp64Milli(now64(3)),
            'the store is locked'
        )
        AND NOT throwIf(
            {claim:String} != ''
                AND {claim:String} != (SELECT max(claim) FROM partition_claims WHERE partition = {partition:UInt16}),
            'the partition is claimed by another'
        )
) AS fact
ARRAY JOIN if(batch_positions = 0, movements, arrayConcat(movements, mark)) AS moved
GROUP BY unit, measure, day, dossier, leg, recorded_at, procedure, field
