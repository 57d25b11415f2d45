-- Ends the inserts of facts that have a comment; without waiting, as one that is past its last check goes on to its end.
KILL QUERY
WHERE current_database = currentDatabase() AND startsWith(Settings['log_comment'], {comment:String})
ASYNC
