-- The last batches of one partition, newest first: the position that ends each, how many facts it has, and its hash.
SELECT offset, batch_positions AS positions, cityHash64(partition, offset) % 2147483648 AS hash
FROM dossier_events FINAL
WHERE partition = {partition:UInt16} AND batch_positions > 0
ORDER BY offset DESC
LIMIT {limit:UInt32}
