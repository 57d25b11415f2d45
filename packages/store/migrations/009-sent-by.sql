-- Who sent what: the name of the key under which intake took an event in.
--
-- Grain         as before; one more column of the facts
-- Ordering key  as before
-- Replay        as before; the name is in the record, so a fact that is folded again gets the same one
-- Read          '' where the record names no key: keys were off, it was written to the topic directly, it could not be read, or
--               it was folded before this migration
-- Side by side  lines of the version before end before this column, and get ''
-- Why           a wrong figure is traced to the system that sent it. A key is called after a system, never a person
ALTER TABLE dossier_events ADD COLUMN IF NOT EXISTS sent_by LowCardinality(String) DEFAULT '';

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
    toUInt8OrZero(columns[21]) AS restored,
    columns[22] AS sent_by
FROM fact_lines
WHERE NOT throwIf(claim != '' AND locked_until > toUnixTimestamp64Milli(now64(3)), 'the store is locked')
    AND NOT throwIf(claim != '' AND claim != greatest, 'the partition is claimed by another')
    -- A line of the version before has sixteen columns.
    AND NOT throwIf(length(columns) = 16 AND greatest != '', 'the partition is claimed by another');
