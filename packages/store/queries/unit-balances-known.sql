-- As unit-balances.sql, of the movements that were recorded before a day.
-- Parameters, beside those: beforeEnds and upToEnds, for each place the recorded_day from which on a row of it does not count any more.
SELECT
    unit,
    sum(before * net) AS openingOpen,
    sum(upTo * net) AS closingOpen,
    sum(upTo * suspended) AS closingSuspended,
    sum(upTo * overdue) AS closingOverdue,
    sum(within * received_online) AS receivedOnline,
    sum(within * received_direct) AS receivedDirect,
    sum(within * received_postal) AS receivedPostal,
    sum(within * received_forwarded) AS receivedForwarded,
    sum(within * transferred_in) AS transferredIn,
    sum(within * transferred_out) AS transferredOut,
    sum(within * resolved_early) AS resolvedEarly,
    sum(within * resolved_on_time) AS resolvedOnTime,
    sum(within * resolved_late) AS resolvedLate,
    sum(within * withdrawn) AS withdrawn,
    sum(within * released) AS released,
    sum(within * refused) AS refused,
    sum(within * returned_by_post) AS returnedByPost
FROM
(
    SELECT
        *,
        received_online + received_direct + received_postal + received_forwarded + transferred_in
        - transferred_out - resolved_early - resolved_on_time - resolved_late AS net,
        transform(toInt64(grain) * 1000000 + toInt32(day), {places:Array(Int64)}, {before:Array(Int64)}, 0)
            * (toInt32(recorded_day) < transform(toInt64(grain) * 1000000 + toInt32(day), {places:Array(Int64)}, {beforeEnds:Array(Int64)}, 0)) AS before,
        transform(toInt64(grain) * 1000000 + toInt32(day), {places:Array(Int64)}, {upTo:Array(Int64)}, 0)
            * (toInt32(recorded_day) < transform(toInt64(grain) * 1000000 + toInt32(day), {places:Array(Int64)}, {upToEnds:Array(Int64)}, 0)) AS upTo,
        upTo - before AS within
    FROM unit_day
    WHERE (grain, day) IN {pieces:Array(Tuple(String, Date32))}
) AS unit_day
GROUP BY unit
