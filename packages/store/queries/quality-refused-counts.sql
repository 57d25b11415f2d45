-- How many records were refused on the days of a period, by reason; the day is the one on which the log recorded them, for a
-- refused record has no other that could be trusted.
SELECT reason, uniqExact(partition, offset) AS count
FROM dossier_events
WHERE disposition = 'refused' AND recorded_day >= {from:Date32} AND recorded_day <= {to:Date32}
GROUP BY reason
ORDER BY reason
