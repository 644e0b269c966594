-- The question of the benchmark (see report.awk) for DuckDB. First column: what must agree.
WITH cases AS MATERIALIZED (
	SELECT "case",
	       any_value(kind) AS kind,
	       any_value(severity) FILTER (WHERE event = 'open') AS first_severity,
	       arg_max(category, "at") FILTER (WHERE category IS NOT NULL) AS category,
	       arg_max(severity, "at") FILTER (WHERE severity IS NOT NULL) AS severity,
	       min("at"::TIMESTAMPTZ) FILTER (WHERE event = 'open') AS opened,
	       min("at"::TIMESTAMPTZ) FILTER (WHERE event = 'respond') AS answered,
	       min("at"::TIMESTAMPTZ) FILTER (WHERE event = 'resolve') AS resolved,
	       bool_or(event = 'cancel') AS cancelled
	FROM read_csv('cases.csv', header = true, delim = ',', quote = '"', escape = '"',
		columns = { "at": 'VARCHAR', "logged": 'VARCHAR', "case": 'VARCHAR',
			"event": 'VARCHAR', "by": 'VARCHAR', "kind": 'VARCHAR', "channel": 'VARCHAR',
			"category": 'VARCHAR', "severity": 'VARCHAR', "customer": 'VARCHAR',
			"type": 'VARCHAR', "place": 'VARCHAR', "product": 'VARCHAR',
			"batch": 'VARCHAR', "department": 'VARCHAR', "owner": 'VARCHAR',
			"due": 'VARCHAR', "amount": 'VARCHAR', "detail": 'VARCHAR',
			"key": 'VARCHAR', "text": 'VARCHAR', "check": 'VARCHAR' })
	GROUP BY "case"
)
SELECT concat_ws(',', 'answered', kind, coalesce(first_severity, ''), count(*)), NULL
FROM cases WHERE epoch(answered) - epoch(opened) <= 300 GROUP BY kind, first_severity
UNION ALL
SELECT concat_ws(',', 'resolved', kind, coalesce(severity, ''),
		 count(*) FILTER (WHERE epoch(resolved) - epoch(opened) <= 86400)),
       median(epoch(resolved) - epoch(opened))
FROM cases WHERE NOT cancelled GROUP BY kind, severity
UNION ALL
SELECT concat_ws(',', 'received', category, count(*)), NULL
FROM cases WHERE NOT cancelled GROUP BY category;
