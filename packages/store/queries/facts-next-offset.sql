-- The position after the last one that the facts hold, by partition, and when the log recorded that one, ms since 1970;
-- partitions without facts are left out.
SELECT partition, max(offset) + 1 AS next, toUnixTimestamp64Milli(argMax(recorded_at, offset)) AS recordedAtMs
FROM dossier_events
GROUP BY partition
ORDER BY partition
