-- How many inserts of facts with a comment are running on the server, whoever sent them.
SELECT count() AS running
FROM system.processes
WHERE current_database = currentDatabase() AND startsWith(Settings['log_comment'], {comment:String})
