-- Which sources the counted events come from: how many events, and when the log recorded the last one.
SELECT
    source,
    uniqExact(partition, offset) AS events,
    toUnixTimestamp64Milli(max(recorded_at)) AS lastRecordedAtMs
FROM dossier_events
WHERE disposition = 'counted'
GROUP BY source
ORDER BY source
