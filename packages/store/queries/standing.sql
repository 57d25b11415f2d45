-- Where one partition stands: the position after the last fact; what the marks of its batches add up to, in the facts and in
-- each roll-up: how many positions, and the sum of the batches' hashes (as text: they outgrow what JSON numbers hold).
WITH
    (
        SELECT (if(count() = 0, 0, max(offset) + 1), sum(batch_positions), sumIf(cityHash64(partition, offset) % 2147483648, batch_positions > 0))
        FROM dossier_events FINAL
        WHERE partition = {partition:UInt16}
    ) AS facts,
    (SELECT (sum(positions), sum(batches)) FROM procedure_day WHERE unit = '' AND procedure = toString({partition:UInt16})) AS of_procedure,
    (SELECT (sum(positions), sum(batches)) FROM unit_day WHERE grain = 'batch' AND unit = toString({partition:UInt16})) AS of_unit,
    (
        SELECT (sumIf(quantity, measure = 'positions'), sumIf(quantity, measure = 'batches'))
        FROM leg_day
        WHERE unit = '' AND dossier = toString({partition:UInt16})
    ) AS of_leg
SELECT
    facts.1 AS next,
    facts.2 AS marked,
    of_procedure.1 AS procedureDay,
    of_unit.1 AS unitDay,
    of_leg.1 AS legDay,
    toString(facts.3) AS markedBatches,
    toString(of_procedure.2) AS procedureDayBatches,
    toString(of_unit.2) AS unitDayBatches,
    toString(of_leg.2) AS legDayBatches
