-- Roll-up: how the stocks of each unit changed in each month, so that an opening stock need not read ten years of days.
--
-- Grain         one row per unit, month and recorded day; read with sum() … GROUP BY
-- Ordering key  (month, unit, recorded_day): an opening stock reads all months before a day
-- Source        the rows that go into unit_day
-- Replay        as unit_day
-- Read          stock at the end of a day: sum over the months before that of the day, plus unit_day from the first
--               of the month to the day. It holds changes, never balances.
CREATE TABLE IF NOT EXISTS unit_month
(
    -- The first day of the month.
    month        Date32,
    unit         LowCardinality(String),
    recorded_day Date32,
    open         Int64,
    suspended    Int64,
    overdue      Int64
)
ENGINE = SummingMergeTree
ORDER BY (month, unit, recorded_day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS unit_month_from_unit_day TO unit_month AS
SELECT
    makeDate32(toYear(day), toMonth(day), 1) AS month,
    unit,
    recorded_day,
    sum(
        received_online + received_direct + received_postal + received_forwarded + transferred_in
        - transferred_out - resolved_early - resolved_on_time - resolved_late
    ) AS open,
    sum(unit_day.suspended) AS suspended,
    sum(unit_day.overdue) AS overdue
FROM unit_day
GROUP BY month, unit, recorded_day;
