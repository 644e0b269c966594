-- The tables as sd exports them; instants also as seconds since 1970, because offsets differ over a year.
CREATE VIEW by_case AS SELECT * FROM read_csv('by-case.csv', all_varchar = true, header = true, nullstr = '\N');
CREATE VIEW by_clock AS SELECT * FROM read_csv('clocks.csv', all_varchar = true, header = true, nullstr = '\N');
CREATE VIEW by_event AS SELECT * FROM read_csv('events.csv', all_varchar = true, header = true, nullstr = '\N');
CREATE VIEW by_answer AS SELECT * FROM read_csv('surveys.csv', all_varchar = true, header = true, nullstr = '\N');
CREATE VIEW bounds AS SELECT * FROM read_csv('bounds.csv', all_varchar = true, header = true);
CREATE MACRO seconds(x) AS CAST(epoch(CAST(nullif(x, '') AS TIMESTAMPTZ)) AS BIGINT);
CREATE VIEW one_case AS
	SELECT *, seconds(opened) AS opened_s, seconds(logged) AS logged_s, seconds(resolved) AS resolved_s,
	       seconds(cancelled) AS cancelled_s, seconds(follow_up_due) AS follow_up_due_s FROM by_case;
CREATE VIEW one_clock AS SELECT *, seconds(decided) AS decided_s, seconds(due) AS due_s FROM by_clock;
CREATE VIEW one_event AS SELECT *, row_number() OVER () AS line, seconds("at") AS at_s FROM by_event;
CREATE VIEW one_answer AS SELECT *, row_number() OVER () AS line, seconds("at") AS at_s FROM by_answer;
CREATE VIEW period AS SELECT seconds("from") AS a, seconds("to") AS b, seconds("as_of") AS t FROM bounds;
