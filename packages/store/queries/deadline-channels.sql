-- By what channel the legs of some dossiers were opened.
SELECT
    dossier,
    leg,
    measure
FROM leg_day
WHERE measure IN ('received_online', 'received_direct', 'received_postal', 'received_forwarded')
    AND dossier IN {dossiers:Array(String)}
GROUP BY dossier, leg, measure
HAVING sum(quantity) > 0
