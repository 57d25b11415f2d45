-- What is said of issued reports, newest first: of one id, of one request, or of all of a report and period, from a place on.
-- Parameters: id, request, report, period ('' for any); beforeMs, beforeId (the last one of the page before, or a moment after all and ''); limit.
SELECT
    id,
    digest,
    record,
    asked,
    toUnixTimestamp64Milli(issued_at) AS issuedAtMs
FROM issued_reports
WHERE ({id:String} = '' OR id = {id:String})
    AND ({request:String} = '' OR request = {request:String})
    AND ({report:String} = '' OR report = {report:String})
    AND ({period:String} = '' OR period = {period:String})
    AND (toUnixTimestamp64Milli(issued_at), id) < ({beforeMs:Int64}, {beforeId:String})
ORDER BY issued_at DESC, id DESC
LIMIT 1 BY id, digest
LIMIT {limit:UInt32}
