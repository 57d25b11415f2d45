-- The position after the last one that the facts hold, by partition; partitions without facts are left out.
SELECT partition, max(offset) + 1 AS next
FROM dossier_events
GROUP BY partition
ORDER BY partition
