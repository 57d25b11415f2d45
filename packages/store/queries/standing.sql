-- Where one partition stands: the position after the last fact; how many positions the marks of its batches add up to, in
-- the facts and in each roll-up.
SELECT
    (SELECT if(count() = 0, 0, max(offset) + 1) FROM dossier_events WHERE partition = {partition:UInt16}) AS next,
    (
        SELECT sum(batch_positions)
        FROM
        (
            SELECT batch_positions
            FROM dossier_events
            WHERE partition = {partition:UInt16} AND batch_positions > 0
            LIMIT 1 BY offset
        )
    ) AS marked,
    (SELECT sum(positions) FROM procedure_day WHERE unit = '' AND procedure = toString({partition:UInt16})) AS procedureDay,
    (SELECT sum(positions) FROM unit_day WHERE grain = 'batch' AND unit = toString({partition:UInt16})) AS unitDay,
    (
        SELECT sum(quantity)
        FROM leg_day
        WHERE unit = '' AND measure = 'positions' AND dossier = toString({partition:UInt16})
    ) AS legDay
