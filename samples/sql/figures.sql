-- The figures of `sd report` in SQL that SQLite and DuckDB both take: section, name, kind, severity, measure, value.
-- Cases: received in the period, less cancelled ones; concluded: resolved now. Kinds duty and action stay out.
SELECT 'report' AS section, '' AS name, '' AS kind, '' AS severity, 'received' AS measure, count(*) AS value
FROM received_case, period WHERE opened_s >= a AND opened_s < b AND state <> 'cancelled' AND kind NOT IN ('duty', 'action')
UNION ALL
SELECT 'report', '', '', '', 'concluded', count(*)
FROM received_case, period WHERE opened_s >= a AND opened_s < b AND state IN ('resolved', 'closed') AND kind NOT IN ('duty', 'action')
UNION ALL
SELECT 'report', '', '', '', 'open', count(*)
FROM received_case, period WHERE opened_s >= a AND opened_s < b AND state IN ('new', 'open', 'waiting') AND kind NOT IN ('duty', 'action')
UNION ALL
SELECT 'report', '', '', '', 'excluded_cancelled', count(*)
FROM received_case, period WHERE opened_s >= a AND opened_s < b AND state = 'cancelled' AND kind NOT IN ('duty', 'action')
UNION ALL
-- Attainment: what was decided in the period, by the class that the case had then.
SELECT 'clocks', clock, kind, severity, 'met', sum(CASE WHEN verdict = 'met' THEN 1 ELSE 0 END)
FROM decided_clock, period WHERE decided_s >= a AND decided_s < b AND kind NOT IN ('duty', 'action')
GROUP BY clock, kind, severity
UNION ALL
SELECT 'clocks', clock, kind, severity, 'breached', sum(CASE WHEN verdict = 'breached' THEN 1 ELSE 0 END)
FROM decided_clock, period WHERE decided_s >= a AND decided_s < b AND kind NOT IN ('duty', 'action')
GROUP BY clock, kind, severity
UNION ALL
SELECT 'by_category', category, '', '', 'received', count(*)
FROM received_case, period WHERE opened_s >= a AND opened_s < b AND state <> 'cancelled' AND kind NOT IN ('duty', 'action')
GROUP BY category
ORDER BY 1, 2, 3, 4, 5;
