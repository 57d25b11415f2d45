-- The partitions that anybody has claimed. Those from 65000 on are locks.
SELECT DISTINCT partition
FROM partition_claims
WHERE partition < 65000
ORDER BY partition
