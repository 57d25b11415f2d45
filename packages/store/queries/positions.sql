-- Per partition: how many log positions the facts account for, by what became of them, and the first and last.
SELECT
    partition,
    countIf(disposition = 'counted') AS counted,
    countIf(disposition = 'repeated') AS repeated,
    countIf(disposition = 'refused') AS refused,
    countIf(disposition = 'rerouted') AS rerouted,
    min(offset) AS first,
    max(offset) AS last
FROM (SELECT partition, offset, disposition FROM dossier_events LIMIT 1 BY partition, offset)
GROUP BY partition
ORDER BY partition
