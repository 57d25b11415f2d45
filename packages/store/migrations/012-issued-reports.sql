-- Issued reports: reports as they were frozen, byte for byte.
--
-- Grain         one row per issued report, with all its files
-- Ordering key  (id, digest): a report is looked up by its id, which begins with its day. The digest is that of the record, so that of two
--               reports that ever got the same id neither would take the other's place
-- Replay        the same row again is one row again after a merge, and under its token at once; a row is never changed
-- Read          with LIMIT 1 BY id, digest; the record without the files where only what is said of a report is wanted. What is read is
--               checked against the digests: the record against digest, each file against the SHA-256 that the record names
-- Truth         as the facts, and in no log: it cannot be made again, so it is backed up by itself, and no repair or rebuild touches it
CREATE TABLE IF NOT EXISTS issued_reports
(
    id           String,
    -- SHA-256 of record, hex.
    digest       String,
    issued_at    DateTime64(3, 'UTC'),
    report       LowCardinality(String),
    -- Key of the period.
    period       String,
    -- SHA-256 of the Idempotency-Key and who sent it, and of the body that came with it; '' where there was no key.
    request      String,
    asked        String,
    -- The name of the key that it was issued under, as in the facts.
    sent_by      LowCardinality(String),
    -- What is said of the report, as JSON.
    record       String CODEC(ZSTD),
    -- The formats, and in the same order their bytes in base64, which every text format of the engine carries unharmed.
    file_formats Array(LowCardinality(String)),
    file_bytes   Array(String) CODEC(ZSTD)
)
ENGINE = ReplacingMergeTree
ORDER BY (id, digest)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;
