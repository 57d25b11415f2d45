-- What this store belongs to: one row per name, the newest wins.
--
-- Grain         one row per name
-- Ordering key  name
-- Replay        the same row again is harmless
-- Read          with FINAL; name 'log' holds the identity of the log whose positions the facts bear
CREATE TABLE IF NOT EXISTS installation
(
    name  String,
    value String
)
ENGINE = ReplacingMergeTree
ORDER BY name
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;
