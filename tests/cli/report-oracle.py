"""What `sd report --format json` must say of a desk, computed the slow way.

usage: report-oracle.py bench|mall|random CASES.csv PERIOD-NAME.json[=KNOWN-AT]...

PERIOD is what chose the report's period: day, week, month or from.

Written from metrics.md and design.md alone, row by row and without any of sd's code; what it has to know of the
policies is written down in oracle/desks.py. Every count, share, quantile and interval of the report is
computed again for its own period and as-of time. Prints what differs; status 1.
"""
import json
import os
import sys
from collections import Counter, defaultdict
from datetime import datetime

from oracle import log, money, surveys, trend, unusual
from oracle.desks import DESKS, DIMS
from oracle.figures import Figures, kaplan_meier, wilson

wrong, told = [], Counter()


def near(a, b):
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 1e-5 * max(1, abs(b))


def expect(what, got, want):
    if not (near(got, want) if isinstance(want, float) or want is None else got == want):
        wrong.append(f"{what}: sd says {got}, the definitions {want}")


def expect_rows(what, got, want):
    got, want = Counter(got), Counter(want)
    if got != want:
        wrong.append(f"{what}: sd alone says {sorted((got - want).elements())}, "
                     f"the definitions alone {sorted((want - got).elements())}")


def share(n, of):
    return n / of if of else None


def rows_by(report, section, *key):
    return {tuple(row[k] for k in key): row for row in report[section]}


def check_volumes(report, f):
    received = [c for c in f.cases if c.received and c.state != "cancelled"]
    cancelled = [c for c in f.cases if c.received and c.state == "cancelled"]
    expect("received", report["received"], len(received))
    expect("concluded", report["concluded"], sum(c.concluded for c in received))
    expect("open", report["open"], sum(not c.concluded for c in received))
    expect("cancelled", report["excluded"]["cancelled"], len(cancelled))
    reasons = Counter(r["detail"].split(":")[0] for c in cancelled for r in c.rows if r["event"] == "cancel")
    expect("reasons", {x["reason"]: x["n"] for x in report["excluded"]["reasons"]}, dict(reasons))
    causes = Counter([r["detail"] for r in c.rows if r["event"] == "resolve"][-1] for c in received if c.concluded)
    expect("causes", {x["cause"]: x["cases"] for x in report["causes"]}, dict(causes))
    levels = Counter()
    for c in received:
        steps = [r["detail"].split("/")[0] for r in c.rows if r["event"] == "escalate"]
        if steps:
            levels[f.desk.steps.get(steps[-1], steps[-1])] += 1
    expect("levels", {x["level"]: x["cases"] for x in report["escalations"]}, dict(levels))
    for dim in DIMS:
        rows = {x["value"]: x for x in report["by"][dim]}
        for name, test in (("received", lambda c: c.state != "cancelled"), ("concluded", lambda c: c.concluded),
                           ("cancelled", lambda c: c.state == "cancelled")):
            want = Counter(c.cls.get(dim, "") for c in f.cases if c.received and test(c))
            expect(f"{name} by {dim}", {k: x[name] for k, x in rows.items() if x[name]}, dict(want))
        for name in ("met", "breached"):
            want = {v: n[name] for (d, v), n in f.met.items() if d == dim and n[name]}
            expect(f"{name} by {dim}", {k: x[name] for k, x in rows.items() if x[name]}, want)


def check_backlog(report, f):
    for row in report["backlog"]:
        kind = row["kind"]
        mine = [c for c in f.cases if c.cls.get("kind", "") == kind]
        expect(f"backlog before {kind}", row["at_from"], sum(c.before in log.OPEN for c in mine))
        expect(f"backlog after {kind}", row["at_to"], sum(c.after in log.OPEN for c in mine))
        for k in ("opened", "reopened", "resolved", "cancelled"):
            expect(f"backlog {k} {kind}", row[k], sum(c.moves[k] for c in mine))
        expect("balance", row["at_to"],
               row["at_from"] + row["opened"] + row["reopened"] - row["resolved"] - row["cancelled"])
        ages = [0, 1, 3, 7, 15, 30, 1 << 40]
        for i, age in enumerate(row["ages"]):
            there = [c for c in mine if c.state in log.OPEN and
                     ages[i] * 86400 <= f.t - c.opened < ages[i + 1] * 86400]
            expect(f"age {age['age']} {kind}", [age["open"], age["waiting"]],
                   [len(there), sum(c.state == "waiting" for c in there)])


def check_clocks(report, f):
    got = rows_by(report, "clocks", "clock", "kind", "severity")
    want = {k: n for k, n in f.clocks.items() if sum(n.values())}
    expect("clock rows", sorted(got), sorted(want))
    for key, n in want.items():
        row = got.get(key, {})
        for k in ("met", "breached", "undecided", "dropped"):
            expect(f"{key} {k}", row.get(k), n[k])
        expect(f"{key} attainment", row.get("attainment"), share(n["met"], n["met"] + n["breached"]))
    for name, mine in (("breaches", f.breaches), ("late_now", f.late)):
        expect_rows(name, [(x["case"], x["clock"], x.get("task", x.get("type", "")), x["owner"], x["late_s"])
                           for x in report[name]], mine)
    expect_rows("due today", [(x["case"], x["clock"], x.get("task", x.get("type", "")), x["owner"])
                              for x in report["due_today"]], f.due)


def check_calls(report, f, path):
    """Whom to call: the customers that have waited longest beyond a limit, tasks and approvals apart."""
    late = {}
    for case, clock, _, _, seconds in f.late:
        if clock not in ("task", "approval"):
            late[case] = max(seconds, late.get(case, 0))
    got = [(x["case"], x["late_s"]) for x in report["calls"]]
    expect("calls", got, sorted(late.items(), key=lambda x: (-x[1], x[0]))[:len(got)])
    expect("number of calls", len(got), min(20, len(late)))
    # sd writes nothing of a case before its open; of a log in which that is not so the customer may be unknown.
    first = log.first_events(path)
    usual = {c.name: c for c in f.cases if first[c.name] == "open"}
    expect("customers to call", [x["customer"] for x in report["calls"] if x["case"] in usual],
           [usual[case].cls.get("customer", "") for case, _ in got if case in usual])


def check_rates(report, f):
    for row in report["rates"]:
        n, of = f.rates[row["measure"], row["kind"]]
        expect(f"{row['measure']} of {row['kind']}", [row["numerator"], row["denominator"]], [n, of])
        expect(f"{row['measure']} of {row['kind']}", row["value"], share(n, of))
    there = rows_by(report, "rates", "measure", "kind")
    expect("rates without a row", [k for k, x in f.rates.items() if k not in there and x[1]], [])
    for name, measure in (("repeat_contact", "repeat-contact"), ("callback", "call-back-coverage"),
                          ("completeness", "completeness")):
        all_of = [sum(x[i] for (m, _), x in f.rates.items() if m == measure) for i in (0, 1)]
        expect(name, [report[name]["n"], report[name]["of"]], all_of)
        expect(name, report[name]["share"], share(*all_of))
    expect("anonymous", report["repeat_contact"]["anonymous"], f.anonymous)
    expect("columns", {(x["event"], x["column"]): [x["missing"], x["of"]] for x in report["completeness"]["columns"]},
           dict(f.missing))


def check_times(report, f):
    got = rows_by(report, "times", "measure", "kind")
    expect("times", sorted(got), sorted(f.times))
    for key, s in f.times.items():
        if key in got:
            expect(f"{key} n", [got[key]["n"], got[key]["censored"]], [len(s), sum(not e for _, e in s)])
            for q, p in (("p50_s", "1/2"), ("p90_s", "9/10")):
                want = kaplan_meier(s, p)
                expect(f"{key} {q}", got[key][q], None if want is None else float(want))


def check_intake(report, f):
    received = [c for c in f.cases if c.received and c.state != "cancelled"]
    load, delay = Counter(), defaultdict(list)
    for c in f.cases:
        times = [("received", c.opened)] * c.received
        times += [("contacts", t) for t in c.times("contact") if f.inside(t)]
        for what, t in times if c.state != "cancelled" else []:
            d = datetime.fromtimestamp(t, f.desk.zone)
            load["mon tue wed thu fri sat sun".split()[d.weekday()], d.hour, what] += 1
    expect("load", {(x["weekday"], x["hour"], k): x[k] for x in report["load"] for k in ("received", "contacts")
                    if x[k]}, dict(load))
    for c in received:
        delay[c.cls.get("channel", "")].append(max(0, c.rows[0]["key"] - c.opened))
    expect("delays", sorted(x["channel"] for x in report["record_delay"]), sorted(delay))
    for row in report["record_delay"]:
        d = delay[row["channel"]]
        late = sum(x > 3600 for x in d)
        expect(f"delay {row['channel']}", [row["n"], row["over_limit"]], [len(d), late])
        expect(f"delay {row['channel']}", row["share_over_limit"], share(late, len(d)))
        expect(f"delay {row['channel']}", row["p50_s"], float(kaplan_meier([(x, True) for x in d], "1/2")))


def count_opinion(f, rows):
    """What was answered, by case and in all; the targets on it."""
    total, each = surveys.count(rows, {c.name: c for c in f.all_cases}, f.desk, f.a, f.b)
    shares = {"csat": ("satisfied", "n"), "survey-response": ("answered", "asked"), "ces": ("easy", "ces_n"),
              "nps": ("nps", "nps_of")}
    for i, (name, want) in enumerate(f.desk.targets):
        if name in shares:
            mine = [each[c.name] for c in f.cases if c.name in each and c.matches(want, c.cls)]
            for k in (0, 1):
                f.targets[i][k] = sum(x[shares[name][k]] for x in mine)
                f.targets[i][k] += 0 if want else (total[shares[name][k]] -
                                                   sum(x[shares[name][k]] for x in each.values()))
    return total


def check_opinion(report, total):
    got = report["csat"]
    for k, n in total.items():
        if k in got:
            expect(f"csat {k}", got[k], n)
    expect("csat share", got["share"], share(total["satisfied"], total["n"]))
    for k, x in zip(("lo95", "hi95"), wilson(total["satisfied"], total["n"]) if total["n"] else (None, None)):
        expect(f"csat {k}", got[k], x)
    ces, n = report["ces"], total["ces_n"]
    expect("ces", [ces["n"], ces["easy"]], [n, total["easy"]])
    for k, x in zip(("share", "lo95", "hi95"), (share(total["easy"], n), *(wilson(total["easy"], n) if n else (None, None)))):
        expect(f"ces {k}", ces[k], x)
    expect("nps n", report["nps"]["n"], total["nps_of"] // 2)
    expect("nps", report["nps"]["score"], value("nps", total["nps"], total["nps_of"]))


def value(name, n, of):
    return 100 * (2 * n / of - 1) if of and name == "nps" else share(n, of)


def check_targets(report, f, before):
    for i, (row, (name, _), (n, of)) in enumerate(zip(report["targets"], f.desk.targets, f.targets)):
        expect(f"target {name}", [row["target"], row["numerator"], row["denominator"]], [name, n, of])
        expect(f"target {name}", row["value"], value(name, n, of))
        if of and name not in ("contacts-per-case", "nps"):
            for k, x in zip(("lo95", "hi95"), wilson(n, of)):
                expect(f"target {name} {k}", row[k], x)
        check_trend(row, name, (n, of), before.targets[i])


def check_trend(row, name, now, then):
    got = row["before"]
    expect(f"{name} before", [got["numerator"], got["denominator"]], list(then))
    expect(f"{name} before", got["value"], value(name, *then))
    if not now[1] or not then[1] or name == "nps":
        return
    p = (trend.means if name == "contacts-per-case" else trend.shares)(*now, *then)
    expect(f"{name} p", got["p"], p)
    more = now[0] * then[1] > then[0] * now[1]
    expect(f"{name} trend", row["trend"], "steady" if p >= .05 else "better" if more == (row["goal"][0] == ">") else "worse")


def check_warnings(report, f, path):
    if not f.desk.watched:
        return
    got = {k: [x for x in report["warnings"] if x["method"] == k] for k in ("spike", "rise", "new", "repeat")}
    told.update(x["method"] for x in report["warnings"])
    watch = unusual.Watch(f.cases, f.desk, log.first_instant(path), f.a, f.b, report["so_far"])

    def name(x):
        return x["kind"], x["column"], x["value"], x["day"]
    expect("series watched", report["early_warning"]["series"], len(watch.series))
    expect("repeats", {name(x)[:3]: sorted(x["cases"]) for x in got["repeat"]}, dict(watch.repeats(f.cases)))
    if watch.series:
        for k in ("alpha", "h", "alpha_mix"):
            expect(k, report["early_warning"][k], getattr(watch, k))
        for method, want in (("spike", dict(watch.spikes())), ("rise", dict(watch.rises()))):
            expect_rows(method, map(name, got[method]), list(want))
            for x in got[method]:
                for k, y in want.get(name(x), {}).items():
                    expect(f"{method} {name(x)} {k}", x["parameters"][k] if k == "phi" else x[k], y)
        expect_rows("new", map(name, got["new"]), watch.first_seen())


def check_money(report, f):
    want = money.count(f.cases, f.desk, f.a, f.b, f.t)
    got = {x["type"]: x for x in report["compensation"]["types"]}
    expect("compensation", sorted(got), sorted(want))
    for name, x in want.items():
        for k in ("n", "cases", "to_approve", "approved", "approved_late", "pending", "overdue", "promised",
                  "per_case", "median"):
            expect(f"{name} {k}", got.get(name, {}).get(k), x[k])
    for name, want in money.split(f.cases, f.desk, f.a, f.b).items():
        rows = {tuple(x[k] for k in x if k not in ("n", "promised")): [x["n"], float(x["promised"])]
                for x in report["compensation"][name]}
        expect(f"compensation by {name}", sorted(rows), sorted(want))
        for key, (n, amount) in want.items():
            expect(f"{name} {key}", rows.get(key, [0])[0], n)
            expect(f"{name} {key}", rows.get(key, [0, None])[1], amount)


def figures(desk, path, a, b, t, known_at):
    rows, later = log.load(path, t, known_at)
    answers, answered_later = surveys.load(os.path.join(os.path.dirname(path), "surveys.csv"), t, known_at)
    f = Figures([log.Case(name, rows[name], desk, a, b, t) for name in sorted(rows)], desk, a, b, t)
    return f, count_opinion(f, answers), later + answered_later


def check(desk, path, name):
    name, _, known_at = name.partition("=")
    known_at = log.instant(known_at) if known_at else None
    with open(name, encoding="utf-8") as f:
        report = json.load(f)
    a, b, t = (log.instant(report[k]) for k in ("from", "to", "as_of"))
    if report["so_far"]:
        b = t + 1
    f, opinion, later = figures(desk, path, a, b, t, known_at)
    got = report["desks"][0]
    expect("logged later", [got["logged_later"], len(got["rows_logged_later"])], [later] * 2)
    check_volumes(report, f)
    check_backlog(report, f)
    check_clocks(report, f)
    check_calls(report, f, path)
    check_rates(report, f)
    check_times(report, f)
    check_intake(report, f)
    check_money(report, f)
    check_opinion(report, opinion)
    c, d, u = trend.before(os.path.basename(name).split("-")[0], a, b, t, report["so_far"], desk.zone)
    for row in report["targets"]:
        expect("period before", [log.instant(row["before"][k]) for k in ("from", "to")], [c, d - report["so_far"]])
    check_targets(report, f, figures(desk, path, c, d, u, known_at)[0])
    check_warnings(report, f, path)
    return len(f.all_cases)


def main():
    desk, path = DESKS[sys.argv[1]], sys.argv[2]
    cases = sum(check(desk, path, name) for name in sys.argv[3:])
    for w in wrong[:30]:
        print(w)
    print("warnings", "".join(f" {k}: {told[k]};" for k in ("spike", "rise", "new", "repeat")))
    print(f"{cases} cases, {len(wrong)} differences")
    sys.exit(bool(wrong))


main()
