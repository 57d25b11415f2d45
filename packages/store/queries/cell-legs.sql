-- The legs behind one cell of a report: those whose movements of some measures do not add up to 0, each movement taken
-- as often as the weight of its measure on its day says. One SELECT, so that the count, the sum and the page are of one moment.
-- Parameters: allUnits 1 or units, units2, units3, units4 (unit-parameters.ts); by (field or procedure, or '') and key; knownAtMs (only what was recorded up to it);
-- measures; days (where weights change), and weights (for each measure one for each of these days; see cell-weights.ts); since and
-- before (the first of the days, and the last, from which on nothing counts); byRecorded 1 for the legs whose movements were recorded
-- last first, else by dossier and leg; afterRank, afterDossier, afterLeg (the last leg of the page before, or a rank below all, '' and
-- 0); limit, at most 1001.
SELECT
    count() AS legs,
    sum(quantity) AS figure,
    arraySlice(
        groupArraySortedIf(1001)(
            tuple(rank, dossier, leg, quantity),
            (rank, dossier, toInt32(leg)) > ({afterRank:Int64}, {afterDossier:String}, {afterLeg:Int32})
        ),
        1,
        {limit:UInt32}
    ) AS page
FROM
(
    SELECT
        dossier,
        leg,
        sum(
            quantity
            * {weights:Array(Int32)}[
                (indexOf({measures:Array(String)}, measure) - 1) * length({days:Array(Date32)})
                + arrayCount(since -> day >= since, {days:Array(Date32)})
            ]
        ) AS quantity,
        if({byRecorded:UInt8} = 1, -toUnixTimestamp64Milli(max(recorded_at)), 0) AS rank
    FROM leg_day
    -- The marks of batches are under the unit ''.
    WHERE unit != ''
        AND ({allUnits:UInt8} = 1 OR unit IN arrayConcat({units:Array(String)}, {units2:Array(String)}, {units3:Array(String)}, {units4:Array(String)}))
        AND measure IN {measures:Array(String)}
        AND day >= {since:Date32}
        AND day < {before:Date32}
        AND recorded_at <= fromUnixTimestamp64Milli({knownAtMs:Int64}, 'UTC')
        AND ({by:String} != 'field' OR field = {key:String})
        AND ({by:String} != 'procedure' OR procedure = {key:String})
    GROUP BY dossier, leg
    HAVING quantity != 0
)
