-- The inserts of facts with a comment that are running on the server, whoever sent them, by the server's names for them.
SELECT query_id AS id
FROM system.processes
WHERE current_database = currentDatabase() AND startsWith(Settings['log_comment'], {comment:String})
