-- The bytes of one format of an issued report, in base64; no row where it was not issued in that format.
SELECT file_bytes[indexOf(file_formats, {format:String})] AS base64
FROM issued_reports
WHERE id = {id:String} AND digest = {digest:String} AND has(file_formats, {format:String})
LIMIT 1
