-- The tables as sd exports them; instants also as seconds since 1970, because offsets differ over a year.
CREATE VIEW by_case AS SELECT * FROM read_csv('by-case.csv', all_varchar = true, header = true, nullstr = '\N');
CREATE VIEW clock AS SELECT * FROM read_csv('clocks.csv', all_varchar = true, header = true, nullstr = '\N');
CREATE VIEW received_case AS
	SELECT *, epoch(CAST(opened AS TIMESTAMPTZ)) AS opened_s FROM by_case;
CREATE VIEW decided_clock AS
	SELECT *, epoch(CAST(nullif(decided, '') AS TIMESTAMPTZ)) AS decided_s,
	       epoch(CAST("from" AS TIMESTAMPTZ)) AS from_s FROM clock;
CREATE VIEW period AS
	SELECT epoch(CAST("from" AS TIMESTAMPTZ)) AS a, epoch(CAST("to" AS TIMESTAMPTZ)) AS b
	FROM read_csv('bounds.csv', all_varchar = true, header = true);
