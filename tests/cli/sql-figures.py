"""sql-figures.py REPORT.json FIGURES.csv: each figure that samples/sql works out is the report's, and none is missing."""
import csv
import json
import sys

report = json.load(open(sys.argv[1], encoding="utf-8"))
want = {}


def put(section, name, kind, row, measures, severity=""):
    for m in measures:
        if row[m] is not None:
            want[section, name, kind, severity, m] = row[m]


put("report", "", "", {**report, "excluded_cancelled": report["excluded"]["cancelled"]},
    ("received", "concluded", "open", "excluded_cancelled"))
for r in report["clocks"]:
    put("clocks", r["clock"], r["kind"], r, ("met", "breached"), r["severity"])
for r in report["rates"]:
    if r["denominator"]:
        put("rates", r["measure"], r["kind"], r, ("numerator", "denominator", "value"))
for r in report["backlog"]:
    put("backlog", "", r["kind"], r, ("at_from", "opened", "reopened", "resolved", "cancelled", "at_to"))
    for age in r["ages"]:
        put("ages", age["age"], r["kind"], age, ("open", "waiting"))
for r in report["times"]:
    put("times", r["measure"], r["kind"], r, ("n", "censored", "p50_s", "p90_s"))
for r in report["by"]["category"]:
    put("by_category", r["value"], "", r, ("received",))
for r in report["causes"]:
    put("causes", r["cause"], "", r, ("cases",))
for r in report["record_delay"]:
    put("record_delay", r["channel"], "", r, ("n", "over_limit", "share_over_limit", "p50_s"))
for r in report["compensation"]["types"]:
    put("compensation", r["type"], "", r, ("n", "cases", "promised", "per_case", "median"))
put("csat", "", "", report["csat"], ("n", "satisfied", "share", "asked", "answered", "refused", "unreached",
                                     "without_case", "cancelled"))

with open(sys.argv[2], newline="", encoding="utf-8") as f:
    got = {tuple(row[:5]): float(row[5]) for row in csv.reader(f)}
wrong = 0
for key in sorted(want.keys() | got.keys()):
    x, y = want.get(key, 0), got.get(key, 0)
    if abs(x - y) > 1e-5 * max(abs(x), abs(y)):     # the report prints six digits
        print(*key, "report:", want.get(key), "SQL:", got.get(key))
        wrong += 1
nothing = [key for key in want.keys() - got.keys() if want[key]]
print(f"{len(want)} figures, {len(got)} rows of SQL, {wrong} differ, {len(nothing)} missing in SQL")
sections = {key[0] for key in want if want[key]}
print(*sorted(sections & {key[0] for key in got}))
sys.exit(wrong != 0)
