-- The tables as sd exports them; instants also as seconds since 1970, because offsets differ over a year.
.mode csv
.import by-case.csv by_case
.import clocks.csv clock
.import bounds.csv bounds
CREATE VIEW received_case AS
	SELECT *, unixepoch(opened) AS opened_s FROM by_case;
CREATE VIEW decided_clock AS
	SELECT *, unixepoch(nullif(decided, '')) AS decided_s, unixepoch("from") AS from_s FROM clock;
CREATE VIEW period AS
	SELECT unixepoch("from") AS a, unixepoch("to") AS b FROM bounds;
