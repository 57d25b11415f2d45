-- What became of the last positions of one partition, newest first: the reason of a refusal, else empty.
SELECT reason
FROM dossier_events FINAL
WHERE partition = {partition:UInt16}
ORDER BY offset DESC
LIMIT {limit:UInt32}
