-- The legs behind one cell of a report: those whose movements of some measures up to the day to do not add up to 0, each movement taken
-- as often as the weight of its measure says. One SELECT, so that the count, the sum and the page are of one moment.
-- Parameters: units; measures, with weights of the same order for days before the period (beforeWeights) and within it
-- (withinWeights); from, to (the period, both included); since (no day before it has a weight); byRecorded 1 for the legs whose movements were recorded last first,
-- else by dossier and leg; afterRank, afterDossier, afterLeg (the last leg of the page before, or a rank below all, '' and 0); limit, at most 1001.
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
            * if(day < {from:Date32}, {beforeWeights:Array(Int8)}, {withinWeights:Array(Int8)})[
                indexOf({measures:Array(String)}, measure)
            ]
        ) AS quantity,
        if({byRecorded:UInt8} = 1, -toUnixTimestamp64Milli(max(recorded_at)), 0) AS rank
    FROM leg_day
    WHERE unit IN {units:Array(String)} AND measure IN {measures:Array(String)} AND day BETWEEN {since:Date32} AND {to:Date32}
    GROUP BY dossier, leg
    HAVING quantity != 0
)
