-- The figures of `sd report` in SQL that SQLite and DuckDB both take: section, name, kind, severity, measure, value.
-- Where a figure needs the policy (which columns a row has to have, which clock calls back, which question is the
-- CSAT's), it is that of samples/mall. Kinds duty and action stay out of all.

CREATE TABLE counted AS
SELECT one_case.*, "case" AS id, state IN ('new', 'open', 'waiting') AS is_open,
       state IN ('resolved', 'closed') AS is_concluded, opened_s >= a AND opened_s < b AS is_received, a, b, t
FROM one_case, period WHERE kind NOT IN ('duty', 'action');

CREATE TABLE received AS SELECT * FROM counted WHERE is_received AND state <> 'cancelled';

-- What a `void` row takes back never was.
CREATE TABLE happened AS
SELECT e."case" AS id, e.event, e.at_s, e.line, e.amount, e.detail, e.department AS its_department,
       e.place AS its_place, e.customer AS its_customer, e.text AS its_text, c.kind, c.state, c.place, c.customer, c.department,
       e.at_s >= c.a AND e.at_s < c.b AS is_within, c.a, c.b, c.t
FROM one_event e JOIN counted c ON c.id = e."case"
WHERE e.event <> 'void' AND e."check" NOT IN (SELECT detail FROM by_event WHERE event = 'void');

CREATE TABLE figure (section TEXT, name TEXT, kind TEXT, severity TEXT, measure TEXT, value DOUBLE);

-- Cases: received in the period, less cancelled ones; concluded: resolved now.
INSERT INTO figure SELECT 'report', '', '', '', 'received', count(*) FROM received;
INSERT INTO figure SELECT 'report', '', '', '', 'concluded', count(*) FROM received WHERE is_concluded;
INSERT INTO figure SELECT 'report', '', '', '', 'open', count(*) FROM received WHERE is_open;
INSERT INTO figure SELECT 'report', '', '', '', 'excluded_cancelled', count(*) FROM counted
WHERE is_received AND state = 'cancelled';
INSERT INTO figure SELECT 'by_category', category, '', '', 'received', count(*) FROM received GROUP BY category;
INSERT INTO figure SELECT 'causes', cause, '', '', 'cases', count(*) FROM received WHERE is_concluded GROUP BY cause;

-- Attainment: what was decided in the period, by the class that the case had then.
INSERT INTO figure SELECT 'clocks', clock, kind, severity, verdict, count(*) FROM one_clock, period
WHERE decided_s >= a AND decided_s < b AND verdict IN ('met', 'breached') AND kind NOT IN ('duty', 'action')
GROUP BY clock, kind, severity, verdict;

-- Shares: a row for each case, or record, that one is about; n is 1 where it has what the share counts.
CREATE TABLE judged AS
SELECT 'handling-rate' AS name, kind, CASE WHEN is_concluded THEN 1 ELSE 0 END AS n FROM received
UNION ALL
SELECT 'escalation-rate', kind, CAST(escalated AS BIGINT) FROM received
UNION ALL
SELECT 'contacts-per-case', kind, CAST(contacts AS BIGINT) FROM received WHERE is_concluded
UNION ALL
SELECT 'resolution-rate', kind, CAST(resolution_held AS BIGINT) FROM received WHERE resolution_held <> ''
UNION ALL
SELECT 'first-contact-resolution', kind, CAST(first_contact AS BIGINT) FROM received WHERE first_contact <> ''
UNION ALL
SELECT 'timely-handling', kind, CASE verdict WHEN 'met' THEN 1 ELSE 0 END FROM one_clock, period
WHERE clock = 'resolve' AND verdict IN ('met', 'breached') AND due_s >= a AND due_s < b AND kind NOT IN ('duty', 'action')
UNION ALL
-- Resolved in the period, 7 days ago; once a case.
SELECT 'reopen-rate', kind, max(CASE WHEN next = 'reopen' AND next_s - at_s <= 604800 THEN 1 ELSE 0 END)
FROM (SELECT *, lead(event) OVER w AS next, lead(at_s) OVER w AS next_s FROM happened
      WHERE event IN ('resolve', 'reopen') WINDOW w AS (PARTITION BY id ORDER BY at_s, line)) AS resolves
WHERE event = 'resolve' AND is_within AND at_s + 604800 <= t AND state <> 'cancelled'
GROUP BY id, kind
UNION ALL
-- An earlier case of the customer and category, closed in the 30 days before and not taken up again by then.
SELECT 'repeat-contact', kind, CASE WHEN EXISTS (
	SELECT 1 FROM (SELECT id, at_s, event, lead(at_s) OVER (PARTITION BY id ORDER BY at_s, line) AS until_s
	               FROM happened WHERE event IN ('close', 'reopen') AND state <> 'cancelled') AS e
	JOIN counted AS c ON c.id = e.id
	WHERE e.event = 'close' AND c.id <> r.id AND c.customer = r.customer AND c.category = r.category
	  AND e.at_s <= r.opened_s AND r.opened_s - e.at_s <= 2592000
	  AND (e.until_s IS NULL OR e.until_s > r.opened_s)) THEN 1 ELSE 0 END
FROM received AS r WHERE customer <> ''
UNION ALL
-- `follow-up` is the clock that a callback ends; done early it counts once its time is over.
SELECT 'call-back-coverage', kind, CASE follow_up_verdict WHEN 'met' THEN 1 ELSE 0 END FROM received
WHERE is_concluded AND follow_up_due_s <= t AND follow_up_verdict IN ('met', 'breached')
UNION ALL
-- Rows of the period that `require:` names; a column counts as filled in where any row of the case says it.
SELECT 'completeness', kind, CASE
	WHEN event = 'consult' THEN CASE WHEN its_department <> '' OR department <> '' THEN 1 ELSE 0 END
	WHEN its_text = '' THEN 0
	WHEN event = 'open' AND kind = 'complaint' THEN
		CASE WHEN (its_place <> '' OR place <> '') AND (its_customer <> '' OR customer <> '') THEN 1 ELSE 0 END
	ELSE 1 END
FROM happened WHERE is_within AND state <> 'cancelled'
  AND (event IN ('consult', 'callback', 'correct') OR (event = 'open' AND kind IN ('complaint', 'consultation')));
INSERT INTO figure SELECT 'rates', name, kind, '', 'numerator', sum(n) FROM judged GROUP BY name, kind;
INSERT INTO figure SELECT 'rates', name, kind, '', 'denominator', count(*) FROM judged GROUP BY name, kind;
INSERT INTO figure SELECT 'rates', name, kind, '', 'value', 1.0 * sum(n) / count(*) FROM judged GROUP BY name, kind;

-- Backlog: each change between open and not open; what was there, what came and went, and what is left.
CREATE TABLE change AS
SELECT *, CASE WHEN is_up = 1 AND was_up = 0 THEN CASE event WHEN 'open' THEN 'opened' ELSE 'reopened' END
               WHEN is_up = 0 AND was_up = 1 THEN CASE event WHEN 'cancel' THEN 'cancelled' ELSE 'resolved' END
          END AS what
FROM (SELECT *, lag(is_up, 1, 0) OVER (PARTITION BY id ORDER BY at_s, line) AS was_up
      FROM (SELECT *, CASE WHEN event IN ('open', 'reopen') THEN 1 ELSE 0 END AS is_up FROM happened
            WHERE event IN ('open', 'resolve', 'close', 'reopen', 'cancel')) AS states) AS changes;
INSERT INTO figure SELECT 'backlog', '', kind, '', what, sum(CASE WHEN is_within THEN 1 ELSE 0 END) FROM change
WHERE what IS NOT NULL GROUP BY kind, what;
INSERT INTO figure SELECT 'backlog', '', kind, '', 'at_from', sum(CASE WHEN at_s < a THEN is_up - was_up ELSE 0 END)
FROM change GROUP BY kind;
INSERT INTO figure SELECT 'backlog', '', kind, '', 'at_to', sum(CASE WHEN at_s < b THEN is_up - was_up ELSE 0 END)
FROM change GROUP BY kind;
CREATE TABLE left_open AS
SELECT kind, state, CASE WHEN t - opened_s < 86400 THEN '0-1d' WHEN t - opened_s < 3 * 86400 THEN '1-3d'
                         WHEN t - opened_s < 7 * 86400 THEN '3-7d' WHEN t - opened_s < 15 * 86400 THEN '7-15d'
                         WHEN t - opened_s < 30 * 86400 THEN '15-30d' ELSE '30d+' END AS age
FROM counted WHERE is_open;
INSERT INTO figure SELECT 'ages', age, kind, '', 'open', count(*) FROM left_open GROUP BY age, kind;
INSERT INTO figure SELECT 'ages', age, kind, '', 'waiting', count(*) FROM left_open WHERE state = 'waiting' GROUP BY age, kind;

-- Times: who is not done counts as long as he waited (until as-of; of a cancelled case until then).
CREATE TABLE waited AS
SELECT *, coalesce(cancelled_s, CASE WHEN is_concluded THEN resolved_s END, t) - opened_s AS until_s,
       CAST(paused_s AS BIGINT) AS pause_s FROM counted WHERE is_received;
CREATE TABLE duration AS
SELECT 'times' AS section, 'first-response' AS name, kind, first_response_s <> '' AS has_ended,
       coalesce(CAST(nullif(first_response_s, '') AS DOUBLE), until_s) AS x FROM waited
UNION ALL
SELECT 'times', 'first-resolution', kind, first_resolution_s <> '',
       coalesce(CAST(nullif(first_resolution_s, '') AS DOUBLE), until_s) FROM waited
UNION ALL
SELECT 'times', 'first-resolution-net', kind, first_resolution_net_s <> '',
       coalesce(CAST(nullif(first_resolution_net_s, '') AS DOUBLE), until_s - pause_s) FROM waited
UNION ALL
SELECT 'times', 'full-resolution', kind, full_resolution_s <> '',
       coalesce(CAST(nullif(full_resolution_s, '') AS DOUBLE), until_s) FROM waited
UNION ALL
SELECT 'times', 'full-resolution-net', kind, full_resolution_net_s <> '',
       coalesce(CAST(nullif(full_resolution_net_s, '') AS DOUBLE), until_s - pause_s) FROM waited
UNION ALL
-- How long it took to write a case down, by channel; and amounts of compensation by type: the same median.
SELECT 'record_delay', channel, '', 1 = 1, CASE WHEN logged_s > opened_s THEN 1.0 * (logged_s - opened_s) ELSE 0.0 END FROM received
UNION ALL
SELECT 'compensation', detail, '', 1 = 1, CAST(amount AS DOUBLE) FROM happened
WHERE event = 'compensate' AND is_within AND state <> 'cancelled';

-- Kaplan and Meier: at each time at which something ended the share of those still waiting sinks by who ended then.
CREATE TABLE step AS
SELECT *, row_number() OVER (PARTITION BY section, name, kind ORDER BY x) AS i,
       lead(x) OVER (PARTITION BY section, name, kind ORDER BY x) AS next_x
FROM (SELECT section, name, kind, x, sum(CASE WHEN has_ended THEN 1 ELSE 0 END) AS ended,
             sum(count(*)) OVER (PARTITION BY section, name, kind ORDER BY x DESC) AS at_risk
      FROM duration GROUP BY section, name, kind, x) AS points
WHERE ended > 0;
CREATE TABLE curve AS
WITH RECURSIVE s(section, name, kind, i, x, next_x, share) AS (
	SELECT section, name, kind, i, x, next_x, 1.0 - CAST(ended AS DOUBLE) / at_risk FROM step WHERE i = 1
	UNION ALL
	SELECT step.section, step.name, step.kind, step.i, step.x, step.next_x, s.share * (1.0 - CAST(step.ended AS DOUBLE) / step.at_risk)
	FROM s JOIN step ON step.section = s.section AND step.name = s.name AND step.kind = s.kind AND step.i = s.i + 1)
SELECT * FROM s;
CREATE TABLE quantile AS
SELECT section, name, kind, p, x, next_x, share,
       row_number() OVER (PARTITION BY section, name, kind, p ORDER BY i) AS nth
FROM curve, (SELECT 0.5 AS p UNION ALL SELECT 0.9) AS wanted WHERE share <= 1 - p + 1e-9;
INSERT INTO figure
SELECT section, name, kind, '', CASE WHEN section = 'compensation' THEN 'median' WHEN p = 0.5 THEN 'p50_s' ELSE 'p90_s' END,
       CASE WHEN share >= 1 - p - 1e-9 AND next_x IS NOT NULL THEN (x + next_x) / 2 ELSE x END
FROM quantile WHERE nth = 1 AND (p = 0.5 OR section = 'times');
INSERT INTO figure SELECT section, name, kind, '', 'n', count(*) FROM duration GROUP BY section, name, kind;
INSERT INTO figure SELECT section, name, kind, '', 'censored', sum(CASE WHEN has_ended THEN 0 ELSE 1 END) FROM duration
WHERE section = 'times' GROUP BY section, name, kind;
INSERT INTO figure SELECT section, name, '', '', 'over_limit', sum(CASE WHEN x > 3600 THEN 1 ELSE 0 END) FROM duration
WHERE section = 'record_delay' GROUP BY section, name;
INSERT INTO figure SELECT section, name, '', '', 'share_over_limit', 1.0 * sum(CASE WHEN x > 3600 THEN 1 ELSE 0 END) / count(*)
FROM duration WHERE section = 'record_delay' GROUP BY section, name;

-- Compensation: what was promised in the period, by type.
CREATE TABLE promised AS
SELECT detail AS name, count(DISTINCT id) AS cases, sum(CAST(amount AS DOUBLE)) AS amount FROM happened
WHERE event = 'compensate' AND is_within AND state <> 'cancelled' GROUP BY detail;
INSERT INTO figure SELECT 'compensation', name, '', '', 'cases', cases FROM promised;
INSERT INTO figure SELECT 'compensation', name, '', '', 'promised', amount FROM promised;
INSERT INTO figure SELECT 'compensation', name, '', '', 'per_case', amount / cases FROM promised;

-- Satisfaction: one answer a case, the last; of a wave the row written last. Without a case each row is one.
CREATE TABLE said AS
SELECT s.*, s."case" AS id, CASE WHEN s."case" = '' THEN 'row ' || s.line ELSE s."case" END AS whose,
       coalesce(c.state, '') AS state
FROM one_answer AS s CROSS JOIN period LEFT JOIN counted AS c ON c.id = s."case"
WHERE s.at_s >= period.a AND s.at_s < period.b AND (s.form = 'survey' OR s.form LIKE 'survey-%')
  AND (s."case" = '' OR c.id IS NOT NULL);
CREATE TABLE csat AS
SELECT id, CASE WHEN CAST(score AS BIGINT) >= 4 THEN 1 ELSE 0 END AS satisfied
FROM (SELECT *, row_number() OVER (PARTITION BY whose ORDER BY at_s DESC, form DESC) AS nth
      FROM (SELECT *, row_number() OVER (PARTITION BY whose, form ORDER BY line DESC) AS back FROM said
            WHERE status = 'answered' AND question = 'overall' AND scale = '5' AND state <> 'cancelled') AS waves
      WHERE back = 1) AS answers
WHERE nth = 1;
CREATE TABLE asked AS
SELECT id, state, max(CASE WHEN status IN ('asked', 'answered', 'refused') THEN 1 ELSE 0 END) AS was_asked,
       max(CASE status WHEN 'answered' THEN 1 ELSE 0 END) AS has_answered,
       max(CASE status WHEN 'refused' THEN 1 ELSE 0 END) AS has_refused,
       max(CASE status WHEN 'unreached' THEN 1 ELSE 0 END) AS was_unreached
FROM said WHERE id <> '' GROUP BY id, state
UNION ALL
SELECT id, '', 1, 1, 0, 0 FROM csat WHERE id = '';
INSERT INTO figure SELECT 'csat', '', '', '', 'n', count(*) FROM csat;
INSERT INTO figure SELECT 'csat', '', '', '', 'satisfied', coalesce(sum(satisfied), 0) FROM csat;
INSERT INTO figure SELECT 'csat', '', '', '', 'share', 1.0 * sum(satisfied) / count(*) FROM csat HAVING count(*) > 0;
INSERT INTO figure SELECT 'csat', '', '', '', 'without_case', count(*) FROM csat WHERE id = '';
INSERT INTO figure SELECT 'csat', '', '', '', 'asked', count(*) FROM asked WHERE was_asked = 1 AND state <> 'cancelled';
INSERT INTO figure SELECT 'csat', '', '', '', 'answered', count(*) FROM asked WHERE has_answered = 1 AND state <> 'cancelled';
INSERT INTO figure SELECT 'csat', '', '', '', 'refused', count(*) FROM asked
WHERE has_refused = 1 AND has_answered = 0 AND state <> 'cancelled';
INSERT INTO figure SELECT 'csat', '', '', '', 'unreached', count(*) FROM asked
WHERE was_unreached = 1 AND was_asked = 0 AND state <> 'cancelled';
INSERT INTO figure SELECT 'csat', '', '', '', 'cancelled', count(*) FROM asked
WHERE state = 'cancelled' AND (was_asked = 1 OR was_unreached = 1);

SELECT * FROM figure ORDER BY section, name, kind, severity, measure;
