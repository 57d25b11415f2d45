-- Roll-up for drill-down: the same movements, kept by dossier and leg.
--
-- Grain         one row per unit, measure, day, dossier, leg and recorded-at moment; read with sum() … GROUP BY
-- Ordering key  (unit, measure, day, dossier, …): the legs behind one cell lie together
-- Replay        as unit_day
-- Read          legs of a cell: GROUP BY dossier, leg HAVING sum(quantity) != 0; their sum is the cell
CREATE TABLE IF NOT EXISTS leg_day
(
    unit        LowCardinality(String),
    measure     LowCardinality(String),
    day         Date32,
    dossier     String CODEC(ZSTD),
    leg         UInt16,
    recorded_at DateTime64(3, 'UTC'),
    quantity    Int64
)
ENGINE = SummingMergeTree(quantity)
ORDER BY (unit, measure, day, dossier, leg, recorded_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS leg_day_from_events TO leg_day AS
SELECT
    movements.unit AS unit,
    movements.measure AS measure,
    movements.day AS day,
    dossier,
    movements.leg AS leg,
    recorded_at,
    sum(movements.quantity) AS quantity
FROM dossier_events
ARRAY JOIN movements
GROUP BY unit, measure, day, dossier, leg, recorded_at;
