-- The tables as sd exports them; instants also as seconds since 1970, because offsets differ over a year.
.mode csv
.import by-case.csv by_case
.import clocks.csv by_clock
.import events.csv by_event
.import surveys.csv by_answer
.import bounds.csv bounds
CREATE VIEW one_case AS
	SELECT *, unixepoch(opened) AS opened_s, unixepoch(nullif(logged, '')) AS logged_s,
	       unixepoch(nullif(resolved, '')) AS resolved_s, unixepoch(nullif(cancelled, '')) AS cancelled_s,
	       unixepoch(nullif(follow_up_due, '')) AS follow_up_due_s FROM by_case;
CREATE VIEW one_clock AS
	SELECT *, unixepoch(nullif(decided, '')) AS decided_s, unixepoch(nullif(due, '')) AS due_s FROM by_clock;
CREATE VIEW one_event AS SELECT *, rowid AS line, unixepoch("at") AS at_s FROM by_event;
CREATE VIEW one_answer AS SELECT *, rowid AS line, unixepoch("at") AS at_s FROM by_answer;
CREATE VIEW period AS
	SELECT unixepoch("from") AS a, unixepoch("to") AS b, unixepoch("as_of") AS t FROM bounds;
