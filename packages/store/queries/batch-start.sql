-- The first position of the batch of so many facts that ends at a position.
SELECT min(offset) AS start
FROM
(
    SELECT offset
    FROM dossier_events FINAL
    WHERE partition = {partition:UInt16} AND offset <= {end:UInt64}
    ORDER BY offset DESC
    LIMIT {positions:UInt32}
)
