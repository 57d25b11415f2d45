-- Adds what the facts of some positions of one partition sum to, marks of batches included, to unit_day or a table like it; with
-- the sign −1 takes it away. The same as the view on it does with facts that come in (migrations 008 and 010). With a claim it throws, as
-- the view that takes facts in does, where another has claimed the partition or the store is locked.
INSERT INTO {table:Identifier}
(
    grain, day, unit, recorded_day,
    received_online,
    received_direct,
    received_postal,
    received_forwarded,
    transferred_in,
    transferred_out,
    resolved_early,
    resolved_on_time,
    resolved_late,
    withdrawn,
    released,
    refused,
    returned_by_post,
    suspended,
    overdue,
    positions,
    batches
)
WITH CAST(
    [
        ('', toString(partition), '', toDate32(0), 'positions', 0, batch_positions),
        ('', toString(partition), '', toDate32(0), 'batches', 0, cityHash64(partition, offset) % 2147483648)
    ],
    'Array(Tuple(unit LowCardinality(String), procedure LowCardinality(String), field LowCardinality(String), day Date32, measure LowCardinality(String), leg UInt16, quantity Int32))'
) AS mark
SELECT
    place.1 AS grain,
    place.2 AS day,
    if(moved.unit = '', moved.procedure, moved.unit) AS unit,
    place.3 AS recorded_day,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'received_online') AS received_online,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'received_direct') AS received_direct,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'received_postal') AS received_postal,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'received_forwarded') AS received_forwarded,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'transferred_in') AS transferred_in,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'transferred_out') AS transferred_out,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'resolved_early') AS resolved_early,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'resolved_on_time') AS resolved_on_time,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'resolved_late') AS resolved_late,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'withdrawn') AS withdrawn,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'released') AS released,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'refused') AS refused,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'returned_by_post') AS returned_by_post,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'suspended') AS suspended,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'overdue') AS overdue,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'positions') AS positions,
    {sign:Int8} * sumIf(moved.quantity, moved.measure = 'batches') AS batches
FROM
(
    SELECT recorded_day, partition, offset, movements, batch_positions
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
ARRAY JOIN CAST(
    if(
        moved.unit = '',
        [('batch', toDate32(0), toDate32(0))],
        [
            ('day', moved.day, fact.recorded_day),
            ('month', makeDate32(toYear(moved.day), toMonth(moved.day), 1), makeDate32(toYear(fact.recorded_day), 1, 1)),
            ('year', makeDate32(toYear(moved.day), 1, 1), makeDate32(toYear(fact.recorded_day), 1, 1)),
            ('recorded_month', makeDate32(toYear(fact.recorded_day), toMonth(fact.recorded_day), 1), makeDate32(toYear(moved.day), toMonth(moved.day), 1)),
            ('recorded_day', fact.recorded_day, makeDate32(toYear(moved.day), toMonth(moved.day), 1))
        ]
    ),
    'Array(Tuple(Enum8(\'day\' = 1, \'month\' = 2, \'batch\' = 3, \'year\' = 4, \'recorded_month\' = 5, \'recorded_day\' = 6), Date32, Date32))'
) AS place
GROUP BY grain, day, unit, recorded_day
