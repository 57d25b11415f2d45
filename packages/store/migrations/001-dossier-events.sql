-- Facts: what became of every position of the log, and for an event that counts, the movements that it caused.
--
-- Grain         one row per log position (partition, offset)
-- Ordering key  (partition, offset): the only look-ups are "which positions are here" and "all of one partition"
-- Replay        a position inserted twice by accident is one row again after a merge, or at once with FINAL; the
--               roll-ups below would count it twice, so writers ask first which positions are here
-- Read          with LIMIT 1 BY partition, offset where an accidental repeat must not show
-- Truth         every other table of this schema can be rebuilt from this one
CREATE TABLE IF NOT EXISTS dossier_events
(
    partition    UInt16,
    offset       UInt64,
    recorded_at  DateTime64(3, 'UTC'),
    -- The business day of recorded_at; what "as known at" goes by.
    recorded_day Date32,
    -- counted: folded; repeated: seen before; refused: see reason; rerouted: sent on to the dossier's own partition.
    disposition  LowCardinality(String),
    reason       LowCardinality(String),
    detail       String CODEC(ZSTD),
    dossier      String CODEC(ZSTD),
    source       String CODEC(ZSTD),
    id           String CODEC(ZSTD),
    type         LowCardinality(String),
    time         DateTime64(6, 'UTC'),
    event_day    Date32,
    -- What only events of this type say, as JSON; with the columns above it is the whole event, enough to rebuild the
    -- fold state.
    data         String CODEC(ZSTD),
    -- One array of tuples each, not one array per attribute: measured, that is a quarter faster to insert.
    movements    Array(Tuple(
        unit      LowCardinality(String),
        procedure LowCardinality(String),
        field     LowCardinality(String),
        day       Date32,
        measure   LowCardinality(String),
        leg       UInt16,
        quantity  Int32
    )),
    -- Anomalies that appeared (+1) or disappeared (-1) with this event; of this event or of others of its dossier.
    anomalies    Array(Tuple(
        source   String,
        id       String,
        code     LowCardinality(String),
        unit     LowCardinality(String),
        day      Date32,
        quantity Int8
    )),
    INDEX recorded_at_range recorded_at TYPE minmax GRANULARITY 1,
    CONSTRAINT known_disposition CHECK disposition IN ('counted', 'repeated', 'refused', 'rerouted'),
    CONSTRAINT refusal_has_reason CHECK (disposition = 'refused') = (reason != ''),
    CONSTRAINT plausible_recorded_at CHECK recorded_at >= toDateTime64('2000-01-01 00:00:00', 3, 'UTC'),
    CONSTRAINT only_counted_moves CHECK disposition = 'counted' OR (empty(movements) AND empty(anomalies))
)
ENGINE = ReplacingMergeTree
ORDER BY (partition, offset)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;
