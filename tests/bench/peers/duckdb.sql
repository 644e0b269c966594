-- The question of the benchmark (see report.awk) for DuckDB. First column: what must agree.
WITH cases AS MATERIALIZED (
	SELECT "case",
	       any_value(kind) AS kind,
	       arg_max(category, "at") FILTER (WHERE category IS NOT NULL) AS category,
	       arg_max(severity, "at") FILTER (WHERE severity IS NOT NULL) AS severity,
	       min("at"::TIMESTAMPTZ) FILTER (WHERE event = 'open') AS opened,
	       min("at"::TIMESTAMPTZ) FILTER (WHERE event = 'respond') AS answered,
	       min("at"::TIMESTAMPTZ) FILTER (WHERE event = 'resolve') AS resolved
	FROM read_csv('cases.csv', header = true, delim = ',', quote = '"', escape = '"',
		columns = { "at": 'VARCHAR', "logged": 'VARCHAR', "case": 'VARCHAR',
			"event": 'VARCHAR', "by": 'VARCHAR', "kind": 'VARCHAR', "channel": 'VARCHAR',
			"category": 'VARCHAR', "severity": 'VARCHAR', "customer": 'VARCHAR',
			"type": 'VARCHAR', "place": 'VARCHAR', "product": 'VARCHAR',
			"batch": 'VARCHAR', "department": 'VARCHAR', "owner": 'VARCHAR',
			"due": 'VARCHAR', "amount": 'VARCHAR', "detail": 'VARCHAR',
			"key": 'VARCHAR', "text": 'VARCHAR', "check": 'VARCHAR' })
	GROUP BY "case"
	HAVING count(*) FILTER (WHERE event = 'cancel') = 0
)
SELECT concat_ws(',', kind, coalesce(severity, ''),
		 count(*) FILTER (WHERE epoch(answered) - epoch(opened) <= 300),
		 count(*) FILTER (WHERE epoch(resolved) - epoch(opened) <= 86400)),
       median(epoch(resolved) - epoch(opened))
FROM cases GROUP BY kind, severity
UNION ALL
SELECT concat_ws(',', category, count(*)), NULL
FROM cases GROUP BY category;
