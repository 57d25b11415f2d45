-- Who handed over how many legs to whom by transfer within a period: the two halves of each transfer, out of one unit and into another,
-- found again as the movements of one leg on one day. A leg that went on to a third unit on the same day went there from the first one.
-- Parameters: allUnits 1 or units, units2, units3, units4 (unit-parameters.ts; every unit that transferred anything in the period: both halves
-- must be among them); scope, scope2, scope3, scope4 (the units of which one must be a side); from, to (both included); knownAtMs (only what was recorded up to it); limit. With each row comes how many there are of all rows.
SELECT
    fromUnit AS `from`,
    toUnit AS `to`,
    count() AS legs,
    sum(legs) OVER () AS allLegs,
    count() OVER () AS allPairs
FROM
(
    SELECT
        anyIf(unit, net < 0) AS fromUnit,
        anyIf(unit, net > 0) AS toUnit
    FROM
    (
        SELECT unit, day, dossier, leg, sum(if(measure = 'transferred_in', quantity, -quantity)) AS net
        FROM leg_day
        WHERE ({allUnits:UInt8} = 1 OR unit IN arrayConcat({units:Array(String)}, {units2:Array(String)}, {units3:Array(String)}, {units4:Array(String)}))
            AND measure IN ('transferred_in', 'transferred_out')
            AND day BETWEEN {from:Date32} AND {to:Date32}
            AND recorded_at <= fromUnixTimestamp64Milli({knownAtMs:Int64}, 'UTC')
        GROUP BY unit, day, dossier, leg
        HAVING net != 0
    )
    GROUP BY day, dossier, leg
)
WHERE fromUnit IN arrayConcat({scope:Array(String)}, {scope2:Array(String)}, {scope3:Array(String)}, {scope4:Array(String)})
    OR toUnit IN arrayConcat({scope:Array(String)}, {scope2:Array(String)}, {scope3:Array(String)}, {scope4:Array(String)})
GROUP BY fromUnit, toUnit
ORDER BY legs DESC, `from`, `to`
LIMIT {limit:UInt32}
