-- Cells (unit, day, measure) in which some roll-up does not hold what the facts add up to, over all days. Beside the sums go checksums of
-- how they are spread: over procedures and fields (facts, procedure_day, leg_day), recorded days (facts, unit_day, procedure_day) and
-- moments of recording (facts, leg_day); each is the facts' less the roll-up's, and so 0. Hashes of procedure and field apart: they are
-- then made once for each that there is, and not for every row.
SELECT
    unit,
    toString(day) AS day,
    measure,
    sum(was_facts) AS facts,
    sum(was_unit_day) AS unitDay,
    sum(was_procedure_day) AS procedureDay,
    sum(was_leg_day) AS legDay,
    toUInt8(sum(spread_unit_day) != 0) AS isElsewhereInUnitDay,
    toUInt8(sum(spread_procedure_day) != 0) AS isElsewhereInProcedureDay,
    toUInt8(sum(spread_leg_day) != 0) AS isElsewhereInLegDay
FROM
(
    SELECT
        unit, day, measure,
        sum(quantity) AS was_facts, toInt64(0) AS was_unit_day, toInt64(0) AS was_procedure_day, toInt64(0) AS was_leg_day,
        sum(quantity * toInt64(intHash64(toInt32(recorded_day)))) AS spread_unit_day,
        sum(quantity * toInt64(cityHash64(procedure) * cityHash64(field) * intHash64(toInt32(recorded_day)))) AS spread_procedure_day,
        sum(quantity * toInt64(cityHash64(procedure) * cityHash64(field) * intHash64(toUnixTimestamp64Milli(recorded_at)))) AS spread_leg_day
    FROM dossier_events FINAL
    ARRAY JOIN
        movements.unit AS unit,
        movements.procedure AS procedure,
        movements.field AS field,
        movements.day AS day,
        movements.measure AS measure,
        movements.quantity AS quantity
    GROUP BY unit, day, measure
    UNION ALL
    SELECT
        unit, day, pair.1 AS measure,
        toInt64(0) AS was_facts, pair.2 AS was_unit_day, toInt64(0) AS was_procedure_day, toInt64(0) AS was_leg_day,
        -pair.2 * toInt64(intHash64(toInt32(recorded_day))) AS spread_unit_day,
        toInt64(0) AS spread_procedure_day,
        toInt64(0) AS spread_leg_day
    FROM unit_day
    ARRAY JOIN
        [
            ('received_online', received_online),
            ('received_direct', received_direct),
            ('received_postal', received_postal),
            ('received_forwarded', received_forwarded),
            ('transferred_in', transferred_in),
            ('transferred_out', transferred_out),
            ('resolved_early', resolved_early),
            ('resolved_on_time', resolved_on_time),
            ('resolved_late', resolved_late),
            ('withdrawn', withdrawn),
            ('released', released),
            ('refused', refused),
            ('returned_by_post', returned_by_post),
            ('suspended', suspended),
            ('overdue', overdue)
        ] AS pair
    WHERE grain = 'day' AND pair.2 != 0
    UNION ALL
    SELECT
        unit, day, pair.1 AS measure,
        toInt64(0) AS was_facts, toInt64(0) AS was_unit_day, pair.2 AS was_procedure_day, toInt64(0) AS was_leg_day,
        toInt64(0) AS spread_unit_day,
        -pair.3 AS spread_procedure_day,
        toInt64(0) AS spread_leg_day
    FROM
    (
        SELECT
            unit, day,
            sum(procedure_day.received_online) AS received_online,
            sum(procedure_day.received_online * place) AS received_online_spread,
            sum(procedure_day.received_direct) AS received_direct,
            sum(procedure_day.received_direct * place) AS received_direct_spread,
            sum(procedure_day.received_postal) AS received_postal,
            sum(procedure_day.received_postal * place) AS received_postal_spread,
            sum(procedure_day.received_forwarded) AS received_forwarded,
            sum(procedure_day.received_forwarded * place) AS received_forwarded_spread,
            sum(procedure_day.transferred_in) AS transferred_in,
            sum(procedure_day.transferred_in * place) AS transferred_in_spread,
            sum(procedure_day.transferred_out) AS transferred_out,
            sum(procedure_day.transferred_out * place) AS transferred_out_spread,
            sum(procedure_day.resolved_early) AS resolved_early,
            sum(procedure_day.resolved_early * place) AS resolved_early_spread,
            sum(procedure_day.resolved_on_time) AS resolved_on_time,
            sum(procedure_day.resolved_on_time * place) AS resolved_on_time_spread,
            sum(procedure_day.resolved_late) AS resolved_late,
            sum(procedure_day.resolved_late * place) AS resolved_late_spread,
            sum(procedure_day.withdrawn) AS withdrawn,
            sum(procedure_day.withdrawn * place) AS withdrawn_spread,
            sum(procedure_day.released) AS released,
            sum(procedure_day.released * place) AS released_spread,
            sum(procedure_day.refused) AS refused,
            sum(procedure_day.refused * place) AS refused_spread,
            sum(procedure_day.returned_by_post) AS returned_by_post,
            sum(procedure_day.returned_by_post * place) AS returned_by_post_spread,
            sum(procedure_day.suspended) AS suspended,
            sum(procedure_day.suspended * place) AS suspended_spread,
            sum(procedure_day.overdue) AS overdue,
            sum(procedure_day.overdue * place) AS overdue_spread
        FROM
        (
            SELECT *, toInt64(cityHash64(procedure) * cityHash64(field) * intHash64(toInt32(recorded_day))) AS place
            FROM procedure_day
            WHERE unit != ''
        ) AS procedure_day
        GROUP BY unit, day
    )
    ARRAY JOIN
        [
            ('received_online', received_online, received_online_spread),
            ('received_direct', received_direct, received_direct_spread),
            ('received_postal', received_postal, received_postal_spread),
            ('received_forwarded', received_forwarded, received_forwarded_spread),
            ('transferred_in', transferred_in, transferred_in_spread),
            ('transferred_out', transferred_out, transferred_out_spread),
            ('resolved_early', resolved_early, resolved_early_spread),
            ('resolved_on_time', resolved_on_time, resolved_on_time_spread),
            ('resolved_late', resolved_late, resolved_late_spread),
            ('withdrawn', withdrawn, withdrawn_spread),
            ('released', released, released_spread),
            ('refused', refused, refused_spread),
            ('returned_by_post', returned_by_post, returned_by_post_spread),
            ('suspended', suspended, suspended_spread),
            ('overdue', overdue, overdue_spread)
        ] AS pair
    WHERE pair.2 != 0 OR pair.3 != 0
    UNION ALL
    SELECT
        unit, day, measure,
        toInt64(0) AS was_facts, toInt64(0) AS was_unit_day, toInt64(0) AS was_procedure_day, sum(quantity) AS was_leg_day,
        toInt64(0) AS spread_unit_day,
        toInt64(0) AS spread_procedure_day,
        -sum(quantity * toInt64(cityHash64(procedure) * cityHash64(field) * intHash64(toUnixTimestamp64Milli(recorded_at)))) AS spread_leg_day
    FROM leg_day
    WHERE unit != ''
    GROUP BY unit, day, measure
)
GROUP BY unit, day, measure
HAVING facts != unitDay OR facts != procedureDay OR facts != legDay
    OR isElsewhereInUnitDay OR isElsewhereInProcedureDay OR isElsewhereInLegDay
ORDER BY unit, day, measure
LIMIT {limit:UInt32}
