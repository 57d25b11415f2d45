-- The greatest claim on a partition; empty where there is none.
SELECT max(claim) AS claim
FROM partition_claims
WHERE partition = {partition:UInt16}
