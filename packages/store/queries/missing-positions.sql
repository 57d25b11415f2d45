-- Runs of positions of one partition that the facts lack, both ends included, up to its last fact.
SELECT start, end
FROM
(
    SELECT
        toUInt64(ifNull(before + 1, 0)) AS start,
        toInt64(offset) - gap_before - 1 AS end
    FROM
    (
        SELECT offset, gap_before, lagInFrame(toNullable(offset)) OVER (ORDER BY offset ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS before
        FROM dossier_events FINAL
        WHERE partition = {partition:UInt16}
    )
)
WHERE toInt64(start) <= end
ORDER BY start
LIMIT {limit:UInt32}
