-- Roll-up: what moved at each unit on each day, and beside it in each month.
--
-- Grain         one row per grain, unit, day and recorded day; merged lazily, so always read it with sum() … GROUP BY, and
--               always name the grain: rows of grain 'month' (day = the first of the month) hold the same movements again
-- Ordering key  (grain, day, unit, recorded_day): a report reads months, then a range of days, over all units
-- Source        the rows that go into procedure_day, which are few, rather than the facts once more
-- Replay        sums again; a position must be inserted into dossier_events once
-- Read          flows of a period: sum over its days. Stocks (suspended, overdue, and open = received + transferred in
--               − transferred out − resolved) at the end of a day: sum over the months before, and the days of its own
--               month. Days may lie in the future: that is when open legs will go overdue. Rows that sum to zero vanish.
-- One table     months and days of one insert are one part of one table, so that one SELECT sees all of an insert or
--               nothing; over two tables a report that is asked for during an insert would not balance
-- As known at   restrict recorded_day, over the days: the months are as known now, with no recorded day (1970-01-01), for
--               with it they would be as many as the days
CREATE TABLE IF NOT EXISTS unit_day
(
    grain               Enum8('day' = 1, 'month' = 2),
    day                 Date32,
    unit                LowCardinality(String),
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
ORDER BY (grain, day, unit, recorded_day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS unit_day_from_procedure_day TO unit_day AS
SELECT
    each_grain AS grain,
    if(each_grain = 'month', makeDate32(toYear(procedure_day.day), toMonth(procedure_day.day), 1), procedure_day.day) AS day,
    unit,
    if(each_grain = 'month', toDate32(0), procedure_day.recorded_day) AS recorded_day,
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
    sum(procedure_day.overdue) AS overdue
FROM procedure_day
ARRAY JOIN ['day', 'month'] AS each_grain
GROUP BY grain, day, unit, recorded_day;
