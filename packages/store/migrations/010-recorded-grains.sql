-- What was known when, at the speed of what is known now: unit_day by years as well, and by when the log recorded it.
--
-- Grain         every movement is in five grains of unit_day, told apart by the column grain:
--                   grain            day                          recorded_day
--                   day              the day                      the day of recording
--                   month            the first of its month       the first of the year of recording
--                   year             the first of its year        the first of the year of recording
--                   recorded_month   the first of the month of recording   the first of the month of the DAY
--                   recorded_day     the day of recording                  the first of the month of the DAY
--               In the last two the two are exchanged, so that what was recorded in a range lies together
-- Ordering key  as before: (grain, day, unit, recorded_day)
-- Replay        as before
-- Read          all movements before a day T: whole years, then months up to the beginning or the end of T's month, then days up to
--               T; where the nearer boundary lies behind T, what is too much is taken away again, so that half a year of months
--               and half a month of days are the most that is read.
--               Those recorded before a day D: of years, months and days as above, but only the years of recording before one
--               near D; the months and days of recording between that and D from the grains recorded_month and recorded_day, the
--               months of the day before the one that the days begin at. See day-pieces.ts
-- One table     as before: one SELECT sees an insert in all grains or in none
-- Rebuild       with 011: what is here has neither years nor the years of recording
-- Side by side  programs of the version before read days and months as they did; what they insert goes through these views. What
--               they would add to unit_day themselves (healing, rebuilding) would lack the new grains, and is refused: a month
--               without a year of recording is
ALTER TABLE unit_day MODIFY COLUMN grain
    Enum8('day' = 1, 'month' = 2, 'batch' = 3, 'year' = 4, 'recorded_month' = 5, 'recorded_day' = 6);

ALTER TABLE unit_day_from_procedure_day MODIFY QUERY
SELECT
    place.1 AS grain,
    place.2 AS day,
    if(procedure_day.unit = '', procedure_day.procedure, procedure_day.unit) AS unit,
    place.3 AS recorded_day,
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
ARRAY JOIN CAST(
    if(
        procedure_day.unit = '',
        [('batch', toDate32(0), toDate32(0))],
        [
            ('day', procedure_day.day, procedure_day.recorded_day),
            ('month', makeDate32(toYear(procedure_day.day), toMonth(procedure_day.day), 1), makeDate32(toYear(procedure_day.recorded_day), 1, 1)),
            ('year', makeDate32(toYear(procedure_day.day), 1, 1), makeDate32(toYear(procedure_day.recorded_day), 1, 1)),
            ('recorded_month', makeDate32(toYear(procedure_day.recorded_day), toMonth(procedure_day.recorded_day), 1), makeDate32(toYear(procedure_day.day), toMonth(procedure_day.day), 1)),
            ('recorded_day', procedure_day.recorded_day, makeDate32(toYear(procedure_day.day), toMonth(procedure_day.day), 1))
        ]
    ),
    'Array(Tuple(Enum8(\'day\' = 1, \'month\' = 2, \'batch\' = 3, \'year\' = 4, \'recorded_month\' = 5, \'recorded_day\' = 6), Date32, Date32))'
) AS place
GROUP BY grain, day, unit, recorded_day;

-- Behind the view: before it, inserts would be refused.
ALTER TABLE unit_day
    ADD CONSTRAINT IF NOT EXISTS month_has_year_of_recording CHECK grain != 'month' OR recorded_day != toDate32(0);
