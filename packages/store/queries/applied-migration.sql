-- Whether a migration was applied to its end.
SELECT name
FROM schema_migrations
WHERE name = {name:String}
LIMIT 1
