-- The question of the benchmark (see report.awk) for sqlite3, the log as a table in memory.
.mode csv
.import cases.csv log
.mode list
.separator ,
CREATE TEMP TABLE cases AS
SELECT "case",
       max(kind) AS kind,
       max(CASE event WHEN 'open' THEN severity END) AS first_severity,
       max(CASE WHEN severity <> '' THEN printf('%09d', rowid) || severity END) AS severity,
       max(CASE WHEN category <> '' THEN printf('%09d', rowid) || category END) AS category,
       min(CASE event WHEN 'open' THEN strftime('%s', at) + 0 END) AS opened,
       min(CASE event WHEN 'respond' THEN strftime('%s', at) + 0 END) AS answered,
       min(CASE event WHEN 'resolve' THEN strftime('%s', at) + 0 END) AS resolved,
       max(event = 'cancel') AS cancelled
FROM log
GROUP BY "case";
SELECT 'answered', kind, first_severity, count(*) FROM cases
WHERE answered - opened <= 300 GROUP BY 2, 3;
SELECT 'resolved', kind, substr(severity, 10), count(*) FROM cases
WHERE resolved - opened <= 86400 AND NOT cancelled GROUP BY 2, 3;
SELECT 'received', substr(category, 10), count(*) FROM cases WHERE NOT cancelled GROUP BY 2;
.output /dev/null
WITH t AS (
	SELECT kind, substr(severity, 10) AS severity, resolved - opened AS s
	FROM cases WHERE resolved IS NOT NULL AND NOT cancelled
), ranked AS (
	SELECT kind, severity, s, count(*) OVER (PARTITION BY kind, severity) AS n,
	       row_number() OVER (PARTITION BY kind, severity ORDER BY s) AS i
	FROM t
)
SELECT kind, severity, avg(s) FROM ranked WHERE i IN ((n + 1) / 2, n / 2 + 1) GROUP BY 1, 2;
