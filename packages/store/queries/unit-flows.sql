-- Per unit: what moved from one day to another, both included; suspended and overdue are changes of those stocks.
SELECT
    unit,
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
    sum(returned_by_post) AS returnedByPost,
    sum(unit_day.suspended) AS suspended,
    sum(unit_day.overdue) AS overdue
FROM unit_day
WHERE day >= {from:Date32} AND day <= {to:Date32}
GROUP BY unit
