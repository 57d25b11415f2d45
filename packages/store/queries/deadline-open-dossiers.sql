-- The dossiers that had an open leg at the end of a day.
SELECT dossier
FROM leg_day
WHERE day <= {on:Date32}
    AND measure IN (
        'received_online', 'received_direct', 'received_postal', 'received_forwarded',
        'resolved_early', 'resolved_on_time', 'resolved_late'
    )
GROUP BY dossier
HAVING sum(if(startsWith(measure, 'received'), quantity, -quantity)) > 0
ORDER BY dossier
LIMIT {limit:UInt32}
