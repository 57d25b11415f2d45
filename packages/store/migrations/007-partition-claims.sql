-- Who may insert the facts of each partition: whoever wrote the greatest claim.
--
-- Grain         one row per partition, the greatest claim; partition 65535 stands for all: the lock of a rebuild
-- Ordering key  partition
-- Replay        the greatest claim stays; the same one again changes nothing
-- Read          with max(claim) … GROUP BY partition
-- Claim         a number that grows (12 digits), a colon, who claims. The lock's has another colon and the moment (ms since
--               1970, by the server's clock) up to which nobody may insert
-- Why           a consumer that stood still while its partition went to another may wake up and insert what the other has
--               inserted as well. The view that takes facts in compares their claim with the greatest one and throws
CREATE TABLE IF NOT EXISTS partition_claims
(
    partition UInt16,
    claim     SimpleAggregateFunction(max, String)
)
ENGINE = AggregatingMergeTree
ORDER BY partition
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;
