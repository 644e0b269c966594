-- The question of the benchmark (see report.awk) for sqlite3, the log as a table in memory.
.mode csv
.import cases.csv log
.mode list
.separator ,
CREATE TEMP TABLE cases AS
SELECT "case",
       max(kind) AS kind,
       max(CASE WHEN category <> '' THEN printf('%09d', rowid) || category END) AS category,
       max(CASE WHEN severity <> '' THEN printf('%09d', rowid) || severity END) AS severity,
       min(CASE event WHEN 'open' THEN strftime('%s', at) + 0 END) AS opened,
       min(CASE event WHEN 'respond' THEN strftime('%s', at) + 0 END) AS answered,
       min(CASE event WHEN 'resolve' THEN strftime('%s', at) + 0 END) AS resolved
FROM log
GROUP BY "case"
HAVING sum(event = 'cancel') = 0;
SELECT kind, substr(severity, 10), sum(answered - opened <= 300), sum(resolved - opened <= 86400)
FROM cases GROUP BY 1, 2;
SELECT substr(category, 10), count(*) FROM cases GROUP BY 1;
.output /dev/null
WITH t AS (
	SELECT kind, severity, resolved - opened AS s,
	       row_number() OVER w AS i, count(*) OVER (PARTITION BY kind, substr(severity, 10)) AS n
	FROM cases WHERE resolved IS NOT NULL
	WINDOW w AS (PARTITION BY kind, substr(severity, 10) ORDER BY resolved - opened)
)
SELECT kind, substr(severity, 10), avg(s) FROM t WHERE i IN ((n + 1) / 2, n / 2 + 1) GROUP BY 1, 2;
