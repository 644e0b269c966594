"""What `sd report --format json` must say of a log under tests/bench/policy.yaml, computed the slow way.

usage: report-oracle.py CASES.csv REPORT.json

Written from metrics.md and the design alone, row by row and without any of sd's code: every count,
share and quantile of the report is computed again for its own period and as-of time. Prints what differs; status 1.
"""
import csv
import json
import sys
from collections import Counter, defaultdict
from datetime import datetime

WEEK = 7 * 86400
LIMITS = {"first-response": (300, "respond"), "resolve": (86400, "resolve")}
DIMS = ["kind", "category", "channel", "severity", "department", "owner", "place", "product", "type"]
OPEN = {"new", "open", "waiting"}
wrong = []


def instant(s):
    return int(datetime.fromisoformat(s).timestamp())


def load(path, as_of):
    cases = defaultdict(list)
    with open(path, newline="", encoding="utf-8") as f:
        for line, r in enumerate(csv.DictReader(f), 2):
            if r["case"] and instant(r["at"]) <= as_of:
                r["t"] = instant(r["at"])
                r["key"] = instant(r["logged"]) if r["logged"] else r["t"]
                cases[r["case"]].append(r)
    for rows in cases.values():
        void = {r["detail"] for r in rows if r["event"] == "void"}
        rows[:] = sorted((r for r in rows if r["event"] != "void" and r["check"] not in void),
                         key=lambda r: r["t"])
    return {c: rows for c, rows in cases.items() if rows}


def state_after(state, event):
    if event == "open":
        return "new"
    if event in ("respond", "assign"):
        return "open" if state == "new" else state
    return {"hold": "waiting", "resume": "open", "resolve": "resolved", "close": "closed",
            "reopen": "open", "cancel": "cancelled"}.get(event, state)


def kaplan_meier(sample, p):
    """sample of (duration, ended); None where S never comes down to 1 - p."""
    from fractions import Fraction
    s, at_risk = Fraction(1), len(sample)
    ends, gone = Counter(d for d, e in sample if e), Counter(d for d, e in sample)
    want, found = 1 - Fraction(p), None
    for t in sorted(gone):
        if ends[t]:
            if found is not None:
                return (found + t) / 2
            s *= 1 - Fraction(ends[t], at_risk)
            if s < want:
                return t
            if s == want:
                found = t
        at_risk -= gone[t]
    return found


def near(a, b):
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 1e-5 * max(1, abs(b))


def expect(what, got, want):
    if not (near(got, want) if isinstance(want, float) or want is None else got == want):
        wrong.append(f"{what}: report {got}, oracle {want}")


class Case:
    def __init__(self, rows, a, b, t):
        self.rows, self.t = rows, t
        self.opened = rows[0]["t"]
        self.cls = {}
        state, self.before, self.after = "none", "none", "none"
        self.moves = Counter()
        self.pauses, hold = [], None
        for r in rows:
            if r["event"] in ("open", "amend", "assign"):
                keys = DIMS + ["customer"] if r["event"] != "assign" else ["department", "owner"]
                self.cls.update({k: r[k] for k in keys if r[k]})
            new = state_after(state, r["event"])
            if hold is not None and (r["event"] == "hold" or new != "waiting"):
                self.pauses.append((hold, r["t"]))
                hold = None
            if r["event"] == "hold" and r["detail"] in self.pause_reasons:
                hold = r["t"]
            if r["t"] < a:
                self.before = new
            if r["t"] < b:
                self.after = new
            if a <= r["t"] < b and (state in OPEN) != (new in OPEN):
                self.moves["opened" if r["event"] == "open" else "reopened" if new in OPEN else
                           "cancelled" if new == "cancelled" else "resolved"] += 1
            state = new
        if hold is not None:
            self.pauses.append((hold, t))
        self.state = state
        self.received = a <= self.opened < b
        self.concluded = state in ("resolved", "closed")
        self.resolves = self.times("resolve")

    pause_reasons = []  # of the clock `resolve` in tests/bench/policy.yaml

    def times(self, event, by_person=False):
        return [r["t"] for r in self.rows if r["event"] == event and not (by_person and r["by"] == "sd")]

    def class_at(self, t):
        cls = {}
        for r in self.rows:
            if r["t"] <= t and r["event"] in ("open", "amend", "assign"):
                keys = DIMS if r["event"] != "assign" else ["department", "owner"]
                cls.update({k: r[k] for k in keys if r[k]})
        return cls

    def clock(self, limit, until):
        """verdict, decided, due, done, ended"""
        due = self.opened + limit
        done = next(iter(self.times(until, True)), None)
        cancel = next(iter(self.times("cancel")), None)
        if done is not None:
            return ("met", done, due, done, done) if done <= due else ("breached", due, due, done, done)
        end = cancel if cancel is not None else self.t
        if due < end or (cancel is None and due <= end):
            return "breached", due, due, None, cancel
        return ("dropped" if cancel is not None else "undecided"), None, due, None, cancel


def sum_by(report, section, key):
    return {tuple(row[k] for k in key): row for row in report[section]}


def check_clocks(report, cases, a, b):
    count, breaches, late = defaultdict(Counter), [], 0
    for name, c in cases:
        for clock, (limit, until) in LIMITS.items():
            verdict, decided, due, done, ended = c.clock(limit, until)
            cls = c.class_at(decided) if decided is not None else c.cls
            key = clock, cls.get("kind", ""), cls.get("severity", "")
            if verdict in ("met", "breached") and a <= decided < b:
                count[key][verdict] += 1
                if verdict == "breached":
                    end = ended if ended is not None else c.t
                    breaches.append((name, clock, end - due, cls.get("owner", "")))
            if verdict == "undecided" and c.opened < b:
                count[key]["undecided"] += 1
            if verdict == "dropped" and a <= ended < b:
                count[key]["dropped"] += 1
            late += verdict == "breached" and ended is None
    got = sum_by(report, "clocks", ("clock", "kind", "severity"))
    expect("clock rows", sorted(got), sorted(count))
    for key, n in count.items():
        row = got.get(key, {})
        for k in ("met", "breached", "undecided", "dropped"):
            expect(f"{key} {k}", row.get(k), n[k])
        decided = n["met"] + n["breached"]
        expect(f"{key} attainment", row.get("attainment"), n["met"] / decided if decided else None)
    expect("breaches", sorted((x["case"], x["clock"], x["late_s"], x["owner"]) for x in report["breaches"]),
           sorted(breaches))
    expect("late now", len(report["late_now"]), late)


def rates_of(c, a, b):
    n = defaultdict(lambda: [0, 0])
    if c.state == "cancelled":
        return n
    reopens = c.times("reopen")
    judged = [r for r in c.resolves if a <= r < b and r + WEEK <= c.t]
    if judged:
        n["reopen-rate"] = [any(r <= x <= r + WEEK and not any(r < y < x for y in c.resolves)
                                for r in judged for x in reopens), 1]
    if not c.received:
        return n
    n["handling-rate"] = [c.concluded, 1]
    n["escalation-rate"] = [bool(c.times("escalate")), 1]
    if c.concluded:
        facing = ("open", "contact", "respond", "promise", "confirm", "feedback", "callback")
        n["contacts-per-case"] = [sum(r["event"] in facing and r["by"] != "sd" for r in c.rows), 1]
    if c.resolves and c.resolves[0] + WEEK <= c.t:
        end = c.resolves[0] + WEEK
        n["resolution-rate"] = [not any(x <= end for x in reopens), 1]
        trouble = reopens + c.times("contact") + c.times("escalate")
        n["first-contact-resolution"] = [not any(x <= end for x in trouble), 1]
    return n


def repeats_of(cases, a, b):
    """Received in [a, b): (kind, is there a customer, an earlier case of him and the category closed <= 30 d before)."""
    closed = defaultdict(list)
    for case, c in cases:
        if c.state == "cancelled" or not c.cls.get("customer"):
            continue
        for at in c.times("close"):
            until = min([x for x in c.times("reopen") if x >= at], default=None)
            closed[c.cls["customer"], c.cls.get("category", "")].append((case, at, until))
    for case, c in cases:
        if c.state == "cancelled" or not c.received:
            continue
        t = c.rows[0]["t"]
        key = c.cls.get("customer"), c.cls.get("category", "")
        yield (c.cls.get("kind", ""), bool(key[0]),
               any(other != case and t - 30 * 86400 <= at <= t and (until is None or until > t)
                   for other, at, until in closed[key]))


def check_repeats(report, cases, a, b, count):
    all_of = [0, 0, 0]
    for kind, known, is_repeat in repeats_of(cases, a, b):
        if known:
            key = "repeat-contact", kind
            count[key] = [count[key][0] + is_repeat, count[key][1] + 1]
        all_of = [all_of[0] + is_repeat * known, all_of[1] + known, all_of[2] + (not known)]
    got = report["repeat_contact"]
    expect("repeat contact", [got["n"], got["of"], got["anonymous"]], all_of)


def check_rates(report, cases, a, b):
    count = defaultdict(lambda: [0, 0])
    check_repeats(report, cases, a, b, count)
    for _, c in cases:
        for name, (x, of) in rates_of(c, a, b).items():
            key = name, c.cls.get("kind", "")
            count[key] = [count[key][0] + int(x), count[key][1] + of]
        verdict, _, due, _, _ = c.clock(*LIMITS["resolve"])
        if a <= due < b and verdict in ("met", "breached"):
            key = "timely-handling", c.cls.get("kind", "")
            count[key] = [count[key][0] + (verdict == "met"), count[key][1] + 1]
    for row in report["rates"]:
        x, of = count[row["measure"], row["kind"]]
        expect(f"{row['measure']} of {row['kind']}", [row["numerator"], row["denominator"]], [x, of])
        expect(f"{row['measure']} of {row['kind']}", row["value"], x / of if of else None)
    expect("rates without a row", [k for k in count if k not in sum_by(report, "rates", ("measure", "kind"))
                                   and count[k][1]], [])


def check_times(report, cases):
    sample = defaultdict(list)
    for _, c in cases:
        if not c.received:
            continue
        cancel = next(iter(c.times("cancel")), None)
        last = c.resolves[-1] if c.resolves else None
        censor = cancel if cancel is not None else last if c.concluded else c.t
        ends = {"first-response": next(iter(c.times("respond", True)), None),
                "first-resolution": c.resolves[0] if c.resolves else None,
                "full-resolution": last if c.concluded else None}
        for measure, end in ends.items():
            stop = end if end is not None else censor
            sample[measure, c.cls.get("kind", "")].append((stop - c.opened, end is not None))
            if measure != "first-response":
                paused = sum(min(y, stop) - x for x, y in c.pauses if x < stop)
                sample[measure + "-net", c.cls.get("kind", "")].append(
                    (stop - c.opened - paused, end is not None))
    got = sum_by(report, "times", ("measure", "kind"))
    expect("times", sorted(got), sorted(sample))
    for key, s in sample.items():
        expect(f"{key} n", [got[key]["n"], got[key]["censored"]], [len(s), sum(not e for _, e in s)])
        for q, p in (("p50_s", "1/2"), ("p90_s", "9/10")):
            want = kaplan_meier(s, p)
            expect(f"{key} {q}", got[key][q], None if want is None else float(want))


def check_volumes(report, cases, a, b):
    received = [c for _, c in cases if c.received and c.state != "cancelled"]
    cancelled = [c for _, c in cases if c.received and c.state == "cancelled"]
    expect("received", report["received"], len(received))
    expect("concluded", report["concluded"], sum(c.concluded for c in received))
    expect("open", report["open"], sum(not c.concluded for c in received))
    expect("cancelled", report["excluded"]["cancelled"], len(cancelled))
    reasons = Counter(r["detail"].split(":")[0] for c in cancelled for r in c.rows if r["event"] == "cancel")
    expect("reasons", {x["reason"]: x["n"] for x in report["excluded"]["reasons"]}, dict(reasons))
    for dim in DIMS:
        want = Counter(c.cls.get(dim, "") for c in received)
        expect(f"by {dim}", {x["value"]: x["received"] for x in report["by"][dim] if x["received"]}, dict(want))
        done = Counter(c.cls.get(dim, "") for c in received if c.concluded)
        expect(f"concluded by {dim}", {x["value"]: x["concluded"] for x in report["by"][dim] if x["concluded"]},
               dict(done))
    for row in report["backlog"]:
        mine = [c for _, c in cases if c.cls.get("kind", "") == row["kind"]]
        expect(f"backlog before {row['kind']}", row["at_from"], sum(c.before in OPEN for c in mine))
        expect(f"backlog after {row['kind']}", row["at_to"], sum(c.after in OPEN for c in mine))
        for k in ("opened", "reopened", "resolved", "cancelled"):
            expect(f"backlog {k} {row['kind']}", row[k], sum(c.moves[k] for c in mine))
        expect("balance", row["at_to"],
               row["at_from"] + row["opened"] + row["reopened"] - row["resolved"] - row["cancelled"])
        ages = [0, 1, 3, 7, 15, 30]
        for i, age in enumerate(row["ages"]):
            lo, hi = ages[i] * 86400, ages[i + 1] * 86400 if i < 5 else 1 << 60
            there = [c for c in mine if c.state in OPEN and lo <= c.t - c.opened < hi]
            expect(f"age {age['age']} {row['kind']}", [age["open"], age["waiting"]],
                   [len(there), sum(c.state == "waiting" for c in there)])
    zone = datetime.fromisoformat(report["as_of"]).tzinfo
    load = Counter()
    for c in received:
        d = datetime.fromtimestamp(c.opened, zone)
        load[d.strftime("%a").lower(), d.hour] += 1
    expect("load", {(x["weekday"], x["hour"]): x["received"] for x in report["load"] if x["received"]}, dict(load))
    delay = defaultdict(list)
    for c in received:
        delay[c.cls.get("channel", "")].append(c.rows[0]["key"] - c.rows[0]["t"])
    for row in report["record_delay"]:
        d = delay[row["channel"]]
        expect(f"delay {row['channel']}", [row["n"], row["over_limit"]], [len(d), sum(x > 3600 for x in d)])
        expect(f"delay {row['channel']}", row["p50_s"], float(kaplan_meier([(x, True) for x in d], "1/2")))


def main():
    report = json.load(open(sys.argv[2], encoding="utf-8"))
    a, b, t = (instant(report[k]) for k in ("from", "to", "as_of"))
    if report["so_far"]:
        b = t + 1
    cases = [(name, Case(rows, a, b, t)) for name, rows in sorted(load(sys.argv[1], t).items())]
    check_volumes(report, cases, a, b)
    check_clocks(report, cases, a, b)
    check_rates(report, cases, a, b)
    check_times(report, cases)
    for w in wrong[:30]:
        print(w)
    print(f"{len(cases)} cases, {len(wrong)} differences")
    sys.exit(bool(wrong))


main()
