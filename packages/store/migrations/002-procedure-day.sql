-- Roll-up: what moved at each unit on each day, by procedure and field.
--
-- Grain         one row per unit, procedure, field, day and recorded day; merged lazily, so always read it with
--               sum() … GROUP BY
-- Ordering key  (unit, procedure, field, day, recorded_day): reports by field or procedure of chosen units
-- Replay        sums again; a position must be inserted into dossier_events once
-- Read          as unit_day; summed over procedures and fields it is unit_day
CREATE TABLE IF NOT EXISTS procedure_day
(
    unit                LowCardinality(String),
    procedure           LowCardinality(String),
    field               LowCardinality(String),
    day                 Date32,
    recorded_day        Date32,
    received_online     Int64,
    received_direct     Int64,
    received_postal     Int64,
    received_forwarded  Int64,
    transferred_in      Int64,
    transferred_out     Int64,
    resolved_early      Int64,
    resolved_on_time    Int64,
    resolved_late       Int64,
    withdrawn           Int64,
    released            Int64,
    refused             Int64,
    returned_by_post    Int64,
    suspended           Int64,
    overdue             Int64
)
ENGINE = SummingMergeTree
ORDER BY (unit, procedure, field, day, recorded_day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS procedure_day_from_events TO procedure_day AS
SELECT
    movements.unit AS unit,
    movements.procedure AS procedure,
    movements.field AS field,
    movements.day AS day,
    recorded_day,
    sumIf(movements.quantity, movements.measure = 'received_online') AS received_online,
    sumIf(movements.quantity, movements.measure = 'received_direct') AS received_direct,
    sumIf(movements.quantity, movements.measure = 'received_postal') AS received_postal,
    sumIf(movements.quantity, movements.measure = 'received_forwarded') AS received_forwarded,
    sumIf(movements.quantity, movements.measure = 'transferred_in') AS transferred_in,
    sumIf(movements.quantity, movements.measure = 'transferred_out') AS transferred_out,
    sumIf(movements.quantity, movements.measure = 'resolved_early') AS resolved_early,
    sumIf(movements.quantity, movements.measure = 'resolved_on_time') AS resolved_on_time,
    sumIf(movements.quantity, movements.measure = 'resolved_late') AS resolved_late,
    sumIf(movements.quantity, movements.measure = 'withdrawn') AS withdrawn,
    sumIf(movements.quantity, movements.measure = 'released') AS released,
    sumIf(movements.quantity, movements.measure = 'refused') AS refused,
    sumIf(movements.quantity, movements.measure = 'returned_by_post') AS returned_by_post,
    sumIf(movements.quantity, movements.measure = 'suspended') AS suspended,
    sumIf(movements.quantity, movements.measure = 'overdue') AS overdue
FROM dossier_events
ARRAY JOIN movements
GROUP BY unit, procedure, field, day, recorded_day;
