-- Positions that had been deleted from the log before they were read, as the facts behind them say.
SELECT partition, offset - gap_before AS start, offset - 1 AS end
FROM dossier_events
WHERE gap_before > 0 AND disposition != 'refused' AND detail != ''
ORDER BY partition, offset
LIMIT 1 BY partition, offset
LIMIT {limit:UInt32}
