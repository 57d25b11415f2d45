-- Positions that had been deleted from the log before they were read, as the facts behind them say.
SELECT partition, offset - gap_before AS start, offset - 1 AS end
FROM dossier_events FINAL
WHERE gap_is_lost = 1
ORDER BY partition, offset
LIMIT {limit:UInt32}
