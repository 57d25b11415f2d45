-- Marks of batches: what makes each roll-up say by itself up to where it holds the facts.
--
-- Grain         as before. A fact that ends a batch says how many facts the batch has (batch_positions), and the views add
--               that number up as well, by partition, and beside it a number that stands for the batch (a hash of partition
--               and position): in procedure_day and leg_day under the unit '' (which no unit is called), in unit_day under
--               the grain 'batch'
-- Ordering key  as before
-- Replay        as before; the marks of a batch that is summed twice are twice as well, and so show it
-- Read          reports as before: they name the grain, and no unit is called ''
-- Why           a batch reaches a roll-up as one part, whole or not at all, and the batches of a partition one after the other.
--               So a roll-up whose sums fall short of the facts' by the last batches of that partition lacks exactly these,
--               and they can be inserted again from the facts while others go on with theirs. The hash tells them from others
--               of the same size. Without marks only a comparison of everything
--               with everything would tell, and only while nobody inserts
-- Side by side  a program of the version before sends lines without the columns added here; they leave no marks and are summed
--               as they were, but only in partitions that no program of this version has claimed. Facts from before this
--               migration have no marks either
-- Restored      a fact that was missing and was folded from the log again is not summed by the views: the roll-ups had it
ALTER TABLE dossier_events
    ADD COLUMN IF NOT EXISTS batch_positions UInt32 DEFAULT 0,
    -- How many positions right before this one hold no record, as at the ends of transactions.
    ADD COLUMN IF NOT EXISTS gap_before UInt64 DEFAULT 0,
    -- 1 where they held records that were deleted from the log unread.
    ADD COLUMN IF NOT EXISTS gap_is_lost UInt8 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS restored UInt8 DEFAULT 0;

ALTER TABLE procedure_day
    ADD COLUMN IF NOT EXISTS positions Int64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS batches Int64 DEFAULT 0;

ALTER TABLE unit_day
    ADD COLUMN IF NOT EXISTS positions Int64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS batches Int64 DEFAULT 0;

ALTER TABLE unit_day MODIFY COLUMN grain Enum8('day' = 1, 'month' = 2, 'batch' = 3);

ALTER TABLE unit_day_from_procedure_day MODIFY QUERY
SELECT
    each_grain AS grain,
    if(each_grain = 'month', makeDate32(toYear(procedure_day.day), toMonth(procedure_day.day), 1), procedure_day.day) AS day,
    if(each_grain = 'batch', procedure_day.procedure, procedure_day.unit) AS unit,
    if(each_grain = 'day', procedure_day.recorded_day, toDate32(0)) AS recorded_day,
    sum(procedure_day.received_online) AS received_online,
    sum(procedure_day.received_direct) AS received_direct,
    sum(procedure_day.received_postal) AS received_postal,
    sum(procedure_day.received_forwarded) AS received_forwarded,
    sum(procedure_day.transferred_in) AS transferred_in,
    sum(procedure_day.transferred_out) AS transferred_out,
    sum(procedure_day.resolved_early) AS resolved_early,
    sum(procedure_day.resolved_on_time) AS resolved_on_time,
    sum(procedure_day.resolved_late) AS resolved_late,
    sum(procedure_day.withdrawn) AS withdrawn,
    sum(procedure_day.released) AS released,
    sum(procedure_day.refused) AS refused,
    sum(procedure_day.returned_by_post) AS returned_by_post,
    sum(procedure_day.suspended) AS suspended,
    sum(procedure_day.overdue) AS overdue,
    sum(procedure_day.positions) AS positions,
    sum(procedure_day.batches) AS batches
FROM procedure_day
ARRAY JOIN if(procedure_day.unit = '', ['batch'], ['day', 'month']) AS each_grain
GROUP BY grain, day, unit, recorded_day;

ALTER TABLE procedure_day_from_events MODIFY QUERY
WITH CAST(
    [
        ('', toString(partition), '', toDate32(0), 'positions', 0, batch_positions),
        ('', toString(partition), '', toDate32(0), 'batches', 0, cityHash64(partition, offset) % 2147483648)
    ],
    'Array(Tuple(unit LowCardinality(String), procedure LowCardinality(String), field LowCardinality(String), day Date32, measure LowCardinality(String), leg UInt16, quantity Int32))'
) AS mark
SELECT
    moved.unit AS unit,
    moved.procedure AS procedure,
    moved.field AS field,
    moved.day AS day,
    if(moved.unit = '', toDate32(0), dossier_events.recorded_day) AS recorded_day,
    sumIf(moved.quantity, moved.measure = 'received_online') AS received_online,
    sumIf(moved.quantity, moved.measure = 'received_direct') AS received_direct,
    sumIf(moved.quantity, moved.measure = 'received_postal') AS received_postal,
    sumIf(moved.quantity, moved.measure = 'received_forwarded') AS received_forwarded,
    sumIf(moved.quantity, moved.measure = 'transferred_in') AS transferred_in,
    sumIf(moved.quantity, moved.measure = 'transferred_out') AS transferred_out,
    sumIf(moved.quantity, moved.measure = 'resolved_early') AS resolved_early,
    sumIf(moved.quantity, moved.measure = 'resolved_on_time') AS resolved_on_time,
    sumIf(moved.quantity, moved.measure = 'resolved_late') AS resolved_late,
    sumIf(moved.quantity, moved.measure = 'withdrawn') AS withdrawn,
    sumIf(moved.quantity, moved.measure = 'released') AS released,
    sumIf(moved.quantity, moved.measure = 'refused') AS refused,
    sumIf(moved.quantity, moved.measure = 'returned_by_post') AS returned_by_post,
    sumIf(moved.quantity, moved.measure = 'suspended') AS suspended,
    sumIf(moved.quantity, moved.measure = 'overdue') AS overdue,
    sumIf(moved.quantity, moved.measure = 'positions') AS positions,
    sumIf(moved.quantity, moved.measure = 'batches') AS batches
FROM dossier_events
ARRAY JOIN if(batch_positions = 0, movements, arrayConcat(movements, mark)) AS moved
WHERE restored = 0
GROUP BY unit, procedure, field, day, recorded_day;

ALTER TABLE leg_day_from_events MODIFY QUERY
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
    if(moved.unit = '', moved.procedure, dossier_events.dossier) AS dossier,
    moved.leg AS leg,
    if(moved.unit = '', toDateTime64(0, 3, 'UTC'), dossier_events.recorded_at) AS recorded_at,
    sum(moved.quantity) AS quantity
FROM dossier_events
ARRAY JOIN if(batch_positions = 0, movements, arrayConcat(movements, mark)) AS moved
WHERE restored = 0
GROUP BY unit, measure, day, dossier, leg, recorded_at;

ALTER TABLE dossier_events_from_lines MODIFY QUERY
WITH
    splitByChar('\x1f', line) AS columns,
    columns[18] AS claim,
    (
        SELECT (groupArray(partition), groupArray(latest))
        FROM (SELECT partition, max(claim) AS latest FROM partition_claims GROUP BY partition)
    ) AS claims,
    claims.2[indexOf(claims.1, toUInt16(columns[1]))] AS greatest,
    toInt64OrZero(splitByChar(':', claims.2[indexOf(claims.1, 65535)])[3]) AS locked_until
SELECT
    toUInt16(columns[1]) AS partition,
    toUInt64(columns[2]) AS offset,
    fromUnixTimestamp64Milli(toInt64(columns[3]), 'UTC') AS recorded_at,
    toDate32(toInt32(columns[4])) AS recorded_day,
    columns[5] AS disposition,
    columns[6] AS reason,
    columns[7] AS detail,
    columns[8] AS dossier,
    columns[9] AS source,
    columns[10] AS id,
    columns[11] AS type,
    fromUnixTimestamp64Micro(toInt64(columns[12]), 'UTC') AS time,
    toDate32(toInt32(columns[13])) AS event_day,
    columns[14] AS data,
    arrayMap(
        m -> (m[1], m[2], m[3], toDate32(toInt32(m[4])), m[5], toUInt16(m[6]), toInt32(m[7])),
        arrayMap(tuple_line -> splitByChar('\x1d', tuple_line), if(columns[15] = '', [], splitByChar('\x1e', columns[15])))
    ) AS movements,
    arrayMap(
        a -> (a[1], a[2], a[3], a[4], toDate32(toInt32(a[5])), toInt8(a[6])),
        arrayMap(tuple_line -> splitByChar('\x1d', tuple_line), if(columns[16] = '', [], splitByChar('\x1e', columns[16])))
    ) AS anomalies,
    toUInt32OrZero(columns[17]) AS batch_positions,
    toUInt64OrZero(columns[19]) AS gap_before,
    toUInt8OrZero(columns[20]) AS gap_is_lost,
    toUInt8OrZero(columns[21]) AS restored
FROM fact_lines
WHERE NOT throwIf(claim != '' AND locked_until > toUnixTimestamp64Milli(now64(3)), 'the store is locked')
    AND NOT throwIf(claim != '' AND claim != greatest, 'the partition is claimed by another')
    -- A line of the version before has sixteen columns.
    AND NOT throwIf(length(columns) = 16 AND greatest != '', 'the partition is claimed by another');
