-- By procedure or field: what unit-balances.sql tells by unit. One SELECT over one table.
-- Parameters: by (procedure or field); allUnits 1 or units, units2, units3, units4 (unit-parameters.ts); from, to (the period, both included); recordedBefore (only what was recorded before
-- this day).
SELECT
    if({by:String} = 'field', field, procedure) AS key,
    sumIf(net, day < {from:Date32}) AS openingOpen,
    sum(net) AS closingOpen,
    sum(procedure_day.suspended) AS closingSuspended,
    sum(procedure_day.overdue) AS closingOverdue,
    sumIf(procedure_day.received_online, day >= {from:Date32}) AS receivedOnline,
    sumIf(procedure_day.received_direct, day >= {from:Date32}) AS receivedDirect,
    sumIf(procedure_day.received_postal, day >= {from:Date32}) AS receivedPostal,
    sumIf(procedure_day.received_forwarded, day >= {from:Date32}) AS receivedForwarded,
    sumIf(procedure_day.transferred_in, day >= {from:Date32}) AS transferredIn,
    sumIf(procedure_day.transferred_out, day >= {from:Date32}) AS transferredOut,
    sumIf(procedure_day.resolved_early, day >= {from:Date32}) AS resolvedEarly,
    sumIf(procedure_day.resolved_on_time, day >= {from:Date32}) AS resolvedOnTime,
    sumIf(procedure_day.resolved_late, day >= {from:Date32}) AS resolvedLate,
    sumIf(procedure_day.withdrawn, day >= {from:Date32}) AS withdrawn,
    sumIf(procedure_day.released, day >= {from:Date32}) AS released,
    sumIf(procedure_day.refused, day >= {from:Date32}) AS refused,
    sumIf(procedure_day.returned_by_post, day >= {from:Date32}) AS returnedByPost
FROM
(
    SELECT
        *,
        received_online + received_direct + received_postal + received_forwarded + transferred_in
        - transferred_out - resolved_early - resolved_on_time - resolved_late AS net
    FROM procedure_day
    -- The marks of batches are under the unit ''.
    WHERE unit != ''
        AND ({allUnits:UInt8} = 1 OR unit IN arrayConcat({units:Array(String)}, {units2:Array(String)}, {units3:Array(String)}, {units4:Array(String)}))
        AND day <= {to:Date32}
        AND recorded_day < {recordedBefore:Date32}
) AS procedure_day
GROUP BY key
