-- Per unit: the stocks at the end of the day before a period and at its end, and the flows within it.
-- Parameters: before, from, to (days); beforeMonth, toMonth (the first day of the month of before and of to).
SELECT
    unit,
    sum(opening_open) AS openingOpen,
    sum(closing_open) AS closingOpen,
    sum(closing_suspended) AS closingSuspended,
    sum(closing_overdue) AS closingOverdue,
    sum(received_online) AS receivedOnline,
    sum(received_direct) AS receivedDirect,
    sum(received_postal) AS receivedPostal,
    sum(received_forwarded) AS receivedForwarded,
    sum(transferred_in) AS transferredIn,
    sum(transferred_out) AS transferredOut,
    sum(resolved_early) AS resolvedEarly,
    sum(resolved_on_time) AS resolvedOnTime,
    sum(resolved_late) AS resolvedLate,
    sum(withdrawn) AS withdrawn,
    sum(released) AS released,
    sum(refused) AS refused,
    sum(returned_by_post) AS returnedByPost
FROM
(
    -- Whole months before the day: the bulk of the history, from a table that is small.
    SELECT
        unit,
        if(month < {beforeMonth:Date32}, open, 0) AS opening_open,
        if(month < {toMonth:Date32}, open, 0) AS closing_open,
        if(month < {toMonth:Date32}, suspended, 0) AS closing_suspended,
        if(month < {toMonth:Date32}, overdue, 0) AS closing_overdue,
        0 AS received_online, 0 AS received_direct, 0 AS received_postal, 0 AS received_forwarded,
        0 AS transferred_in, 0 AS transferred_out,
        0 AS resolved_early, 0 AS resolved_on_time, 0 AS resolved_late,
        0 AS withdrawn, 0 AS released, 0 AS refused, 0 AS returned_by_post
    FROM unit_month
    WHERE month < {toMonth:Date32}
    UNION ALL
    -- The rest of the two months, and the period itself, by days.
    SELECT
        unit,
        if(day >= {beforeMonth:Date32} AND day <= {before:Date32}, net, 0) AS opening_open,
        if(day >= {toMonth:Date32}, net, 0) AS closing_open,
        if(day >= {toMonth:Date32}, suspended, 0) AS closing_suspended,
        if(day >= {toMonth:Date32}, overdue, 0) AS closing_overdue,
        if(within, received_online, 0), if(within, received_direct, 0), if(within, received_postal, 0),
        if(within, received_forwarded, 0),
        if(within, transferred_in, 0), if(within, transferred_out, 0),
        if(within, resolved_early, 0), if(within, resolved_on_time, 0), if(within, resolved_late, 0),
        if(within, withdrawn, 0), if(within, released, 0), if(within, refused, 0), if(within, returned_by_post, 0)
    FROM
    (
        SELECT
            *,
            day >= {from:Date32} AS within,
            received_online + received_direct + received_postal + received_forwarded + transferred_in
                - transferred_out - resolved_early - resolved_on_time - resolved_late AS net
        FROM unit_day
        WHERE day >= {beforeMonth:Date32} AND day <= {to:Date32}
    )
)
GROUP BY unit
