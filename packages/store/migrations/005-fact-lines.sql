-- The way in for facts: one line of text per fact, cut up into columns here.
--
-- Grain         one line per fact; nothing is kept in this table
-- Ordering key  none; the Null engine passes each block on to its view
-- Why           the text formats of the engine cost the same for every value, and a fact has 16 and seven more for
--               every movement; one string per fact, split by vectorised functions, is several times as fast (measured)
-- Replay        under the insert's token dossier_events skips what it has, and so do its roll-ups
-- Read          never; see dossier_events
--
-- Columns are parted by \x1f, the tuples of an array by \x1e, their attributes by \x1d: control characters, which no
-- checked event can contain. Days are numbers of days since 1970, moments numbers of microseconds.
CREATE TABLE IF NOT EXISTS fact_lines (line String) ENGINE = Null;

CREATE MATERIALIZED VIEW IF NOT EXISTS dossier_events_from_lines TO dossier_events AS
WITH splitByChar('\x1f', line) AS columns
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
    ) AS anomalies
FROM fact_lines;
