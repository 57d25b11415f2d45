-- Per partition: how many log positions the facts account for, by what became of them, how many held no record, and the
-- first and last.
SELECT
    partition,
    countIf(disposition = 'counted') AS counted,
    countIf(disposition = 'repeated') AS repeated,
    countIf(disposition = 'refused') AS refused,
    countIf(disposition = 'rerouted') AS rerouted,
    sum(gap_before) AS empty,
    min(offset) AS first,
    max(offset) AS last
FROM dossier_events FINAL
GROUP BY partition
ORDER BY partition
