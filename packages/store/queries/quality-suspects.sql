-- All counted events of the next dossiers in which something may be wrong, by dossier; folding them tells what is. Voided events are
-- there as well, and events that come too late to matter: what is asked here is only where to look.
-- Parameters: from, to (the period, both included); reasons (what is looked for); plausibleDays (how far ahead a due may lie, or
-- less); start (the first dossier id); dossiers (the most dossiers to look at); events (the most rows; the last dossier may then
-- be cut).
SELECT
    offset,
    dossier,
    source,
    id,
    type,
    toUnixTimestamp64Micro(time) AS atMicros,
    toInt32(event_day) AS day,
    data,
    toUnixTimestamp64Milli(recorded_at) AS recordedAtMs
FROM dossier_events
WHERE disposition = 'counted' AND dossier IN
(
    SELECT DISTINCT dossier
    FROM
    (
        -- Events of the period with a due that is missing or cannot be, or a time after they were recorded.
        SELECT dossier
        FROM
        (
            SELECT
                dossier, type, event_day, time, recorded_at,
                if(
                    type IN ('received', 'forwarded', 'due-changed', 'supplemented'),
                    JSONExtract(data, 'due', 'Nullable(Int32)'),
                    NULL
                ) AS due
            FROM dossier_events
            WHERE hasAny({reasons:Array(String)}, ['no-due', 'due-implausible', 'due-before-received', 'ahead-of-recording'])
                AND disposition = 'counted'
                AND event_day >= {from:Date32}
                AND event_day <= {to:Date32}
                AND dossier >= {start:String}
        )
        WHERE (has({reasons:Array(String)}, 'no-due') AND type IN ('received', 'forwarded') AND due IS NULL)
            OR (has({reasons:Array(String)}, 'due-before-received') AND ifNull(due < toInt32(event_day), 0))
            OR (has({reasons:Array(String)}, 'due-implausible') AND ifNull(due > toInt32(event_day) + {plausibleDays:UInt32}, 0))
            OR (
                has({reasons:Array(String)}, 'ahead-of-recording')
                AND toUnixTimestamp64Milli(time) > toUnixTimestamp64Milli(recorded_at)
            )
        UNION ALL
        -- Anomalies on days of the period, also those that have disappeared since.
        SELECT dossier
        FROM dossier_events
        WHERE hasAny(
                {reasons:Array(String)},
                ['already-open', 'no-open-leg', 'closed-before-received', 'deadline-mismatch', 'void-of-void']
            )
            AND dossier >= {start:String}
            AND arrayExists(d -> d >= {from:Date32} AND d <= {to:Date32}, anomalies.day)
        UNION ALL
        -- Two legs open at the end of the period, and one that is not the dossier's first was not opened by forwarding.
        SELECT dossier
        FROM leg_day
        WHERE has({reasons:Array(String)}, 'open-in-two-units')
            AND measure IN (
                'received_online', 'received_direct', 'received_postal', 'received_forwarded',
                'resolved_early', 'resolved_on_time', 'resolved_late'
            )
            AND day <= {to:Date32}
            AND dossier IN
            (
                SELECT dossier
                FROM leg_day
                WHERE has({reasons:Array(String)}, 'open-in-two-units')
                    AND measure IN ('received_online', 'received_direct', 'received_postal')
                    AND day <= {to:Date32}
                    AND leg > 0
                    AND dossier >= {start:String}
            )
        GROUP BY dossier
        HAVING sum(if(startsWith(measure, 'received'), quantity, -quantity)) >= 2
    )
    ORDER BY dossier
    LIMIT {dossiers:UInt32}
)
ORDER BY dossier, partition, offset
LIMIT 1 BY dossier, partition, offset
LIMIT {events:UInt32}
