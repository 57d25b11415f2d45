-- Per unit: the stocks at the end of the day before a period and at its end, and the flows within it. One SELECT over one
-- table, so that it sees every insert whole or not at all.
-- Parameters: from, to (the period, both included); beforeMonth, afterBeforeMonth (the first days of the month that the day
-- before the period lies in, and of the next one); toMonth (the first day of the month of to).
SELECT
    unit,
    sumIf(net, day < {from:Date32}) AS openingOpen,
    sum(net) AS closingOpen,
    sum(unit_day.suspended) AS closingSuspended,
    sum(unit_day.overdue) AS closingOverdue,
    sumIf(unit_day.received_online, day >= {from:Date32}) AS receivedOnline,
    sumIf(unit_day.received_direct, day >= {from:Date32}) AS receivedDirect,
    sumIf(unit_day.received_postal, day >= {from:Date32}) AS receivedPostal,
    sumIf(unit_day.received_forwarded, day >= {from:Date32}) AS receivedForwarded,
    sumIf(unit_day.transferred_in, day >= {from:Date32}) AS transferredIn,
    sumIf(unit_day.transferred_out, day >= {from:Date32}) AS transferredOut,
    sumIf(unit_day.resolved_early, day >= {from:Date32}) AS resolvedEarly,
    sumIf(unit_day.resolved_on_time, day >= {from:Date32}) AS resolvedOnTime,
    sumIf(unit_day.resolved_late, day >= {from:Date32}) AS resolvedLate,
    sumIf(unit_day.withdrawn, day >= {from:Date32}) AS withdrawn,
    sumIf(unit_day.released, day >= {from:Date32}) AS released,
    sumIf(unit_day.refused, day >= {from:Date32}) AS refused,
    sumIf(unit_day.returned_by_post, day >= {from:Date32}) AS returnedByPost
FROM
(
    SELECT
        *,
        received_online + received_direct + received_postal + received_forwarded + transferred_in
        - transferred_out - resolved_early - resolved_on_time - resolved_late AS net
    FROM unit_day
    -- Whole months wherever a month lies on one side of the period's edges, days in the two months where it does not.
    WHERE (grain = 'month' AND day < {toMonth:Date32} AND day != {beforeMonth:Date32})
        OR (grain = 'day' AND day >= {beforeMonth:Date32} AND day < {afterBeforeMonth:Date32} AND day <= {to:Date32})
        OR (grain = 'day' AND day >= {toMonth:Date32} AND day <= {to:Date32})
) AS unit_day
GROUP BY unit
