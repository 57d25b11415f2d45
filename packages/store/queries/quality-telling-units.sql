-- The units that told something on the days of a range: those at which an event happened, or that passed a dossier on. To receive
-- one from another is not telling; nor is a transfer, which whoever reorganises tells, or a passed deadline, which a clock can tell.
-- Voided events never happened.
SELECT DISTINCT unit
FROM
(
    SELECT if(type = 'forwarded', JSONExtractString(data, 'from'), JSONExtractString(data, 'unit')) AS unit
    FROM dossier_events
    WHERE disposition = 'counted'
        AND type NOT IN ('transferred', 'deadline-passed', 'voided')
        AND event_day >= {from:Date32}
        AND event_day <= {to:Date32}
        AND (dossier, source, id) NOT IN
        (
            SELECT dossier, JSONExtractString(data, 'voids', 'source'), JSONExtractString(data, 'voids', 'id')
            FROM dossier_events
            WHERE disposition = 'counted' AND type = 'voided'
        )
)
