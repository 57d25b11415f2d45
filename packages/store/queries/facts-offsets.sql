-- Which positions of a range of one partition the facts hold.
SELECT DISTINCT offset
FROM dossier_events
WHERE partition = {partition:UInt16} AND offset >= {from:UInt64} AND offset <= {to:UInt64}
ORDER BY offset
