-- What the store says of the installation that it belongs to.
SELECT value
FROM installation FINAL
WHERE name = {name:String}
