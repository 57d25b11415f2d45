-- The last batches of one partition, newest first: the position that ends each, and how many facts it has.
SELECT offset, batch_positions AS positions
FROM dossier_events
WHERE partition = {partition:UInt16} AND batch_positions > 0
ORDER BY offset DESC
LIMIT 1 BY offset
LIMIT {limit:UInt32}
