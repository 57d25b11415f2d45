-- The legs behind a cell by field or procedure.
--
-- Grain         leg_day: one row per unit, measure, day, dossier, leg, recorded-at moment, procedure and field
-- Ordering key  as before, procedure and field behind it: a dossier whose procedure is corrected later has movements under both, which
--               merges must not sum
-- Replay        as before
-- Read          as before; the legs of a cell by procedure or field: with that procedure or field in WHERE
-- Rebuild       what is here names no procedure
-- Side by side  what a program of the version before adds to leg_day itself (healing, rebuilding) names no procedure; the
--               audit tells, and sohoso repair mends it
ALTER TABLE leg_day
    ADD COLUMN IF NOT EXISTS procedure LowCardinality(String),
    ADD COLUMN IF NOT EXISTS field LowCardinality(String),
    MODIFY ORDER BY (unit, measure, day, dossier, leg, recorded_at, procedure, field);

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
    if(moved.unit = '', '', moved.procedure) AS procedure,
    moved.field AS field,
    sum(moved.quantity) AS quantity
FROM dossier_events
ARRAY JOIN if(batch_positions = 0, movements, arrayConcat(movements, mark)) AS moved
WHERE restored = 0
GROUP BY unit, measure, day, dossier, leg, recorded_at, procedure, field;
