"""What the score cards of `sd report --format json` must be, computed the slow way from the log alone.

usage: scorecard-oracle.py CASES.csv SURVEYS.csv REPORT.json     prints what differs; status 1
       scorecard-oracle.py --answers CASES.csv                   prints answers to test with

Written from metrics.md: credit goes to who owned the case when it counted. Verdicts are those of the policy
tests/bench/policy.yaml; under another policy (its clocks are not these) the sums of the breakdown must agree.
"""
import csv
import json
import os
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from math import sqrt

WEEK = 7 * 86400
LIMITS = {"first-response": (300, "respond"), "resolve": (86400, "resolve")}
NEXT = {"open": "open", "hold": "open", "resume": "open", "reopen": "open", "resolve": "done", "close": "done",
        "cancel": "cancelled"}
wrong = []


def instant(s):
    return int(datetime.fromisoformat(s).timestamp())


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def cases_of(path, as_of):
    cases = defaultdict(list)
    for r in rows_of(path):
        r["t"] = instant(r["at"])
        if r["case"] and r["t"] <= as_of:
            cases[r["case"]].append(r)
    for rows in cases.values():
        void = {r["detail"] for r in rows if r["event"] == "void"}
        rows[:] = sorted((r for r in rows if r["event"] != "void" and r["check"] not in void), key=lambda r: r["t"])
    return {c: rows for c, rows in cases.items() if rows}


def holder(rows, upto, column):
    """Who has the case after its first `upto` rows."""
    who = ""
    for r in rows[:upto]:
        if r["event"] in ("open", "amend", "assign") and r.get(column):
            who = r[column]
    return who


def at(rows, t):
    return sum(r["t"] <= t for r in rows)


def answers(path):
    print("at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check")
    out = []
    for i, (case, rows) in enumerate(sorted(cases_of(path, 1 << 60).items())):
        done = [r["t"] for r in rows if r["event"] == "resolve"]
        if done and i % 3:
            out.append((done[0] + i % 50 * 7200, case, i * 7 % 5 + 1))
    for i, (t, case, score) in enumerate(sorted(out)):
        when = datetime.fromtimestamp(t, timezone(timedelta(hours=8))).isoformat()
        print(f"{when},,survey,{case},,answered,overall,{score},5,,li.na,,,{i:016x}")


def verdicts(rows, t):
    for clock, (limit, until) in LIMITS.items():
        due = rows[0]["t"] + limit
        done = [r["t"] for r in rows if r["event"] == until and r["by"] != "sd"]
        cancelled = [r["t"] for r in rows if r["event"] == "cancel"]
        if done and done[0] <= due:
            yield clock, done[0], True
        elif done or (due < cancelled[0] if cancelled else due <= t):
            yield clock, due, False


def owned(rows, a, b, column, t):
    """Everybody who held the case at some time of [a, b) while it was open."""
    seen, state, any_time = set(), "", False
    for i, r in enumerate(rows):
        state = NEXT.get(r["event"], state)
        end = rows[i + 1]["t"] if i + 1 < len(rows) else t + 1
        moment = end > r["t"] or NEXT.get(rows[i + 1]["event"]) in ("done", "cancelled")
        if state == "open" and moment and r["t"] < b and (r["t"] >= a or end > a):
            seen.add(holder(rows, i + 1, column))
            any_time = True
    seen.discard("")
    return seen or ({""} if any_time else set())


def cards(cases, given, a, b, t, is_bench, about):
    n = defaultdict(Counter)
    for case, rows in cases.items():
        state = ""
        for r in rows:
            state = NEXT.get(r["event"], state)
        kind = holder(rows, len(rows), "kind")
        received = a <= rows[0]["t"] < b
        if kind in ("duty", "action"):
            continue
        for by in ("owner", "department"):
            if is_bench:
                for clock, when, met in verdicts(rows, t):
                    if a <= when < b:
                        k = at(rows, when)
                        n[by, holder(rows, k, by), holder(rows, k, "kind")]["attainment", met] += 1
            if state == "cancelled":
                continue
            for who in owned(rows, a, b, by, t):
                n[by, who, kind]["owned"] += 1
            now = n[by, holder(rows, len(rows), by), kind]
            now["received"] += received
            now["open"] += state == "open"
            done = [i for i, r in enumerate(rows) if r["event"] == "resolve"]
            again = [i for i, r in enumerate(rows) if r["event"] == "reopen"]
            if received and done and rows[done[0]]["t"] + WEEK <= t:
                held = not any(rows[i]["t"] <= rows[done[0]]["t"] + WEEK for i in again)
                n[by, holder(rows, done[0] + 1, by), kind]["resolution", held] += 1
            judged = [i for i in done if a <= rows[i]["t"] < b and rows[i]["t"] + WEEK <= t]
            came_back = [i for i in judged
                         if any(i < k and rows[k]["t"] <= rows[i]["t"] + WEEK and
                                not any(i < d < k for d in done) for k in again)]
            if judged:
                n[by, holder(rows, (came_back or judged[-1:])[0] + 1, by), kind]["reopen", bool(came_back)] += 1
            mine = [(x, s) for x, s in given.get(case, []) if a <= x < b]
            if mine:
                when, score = mine[-1]
                before = [i for i in done if rows[i]["t"] <= when]
                k = before[-1] + 1 if before else at(rows, when)
                n[by, holder(rows, k, by), kind]["csat", score >= 4] += 1
        if state != "cancelled" and received and about and holder(rows, len(rows), about):
            n["owner", holder(rows, len(rows), about), kind]["named"] += 1
    return n


def expect(what, got, want):
    if got != want:
        wrong.append(f"{what}: report {got}, oracle {want}")


def wilson(n, of):
    z = 1.959963984540054
    middle, half = n / of + z * z / 2 / of, z * sqrt(n / of * (1 - n / of) / of + z * z / 4 / of / of)
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def check_share(what, x, yes, no):
    expect(what, (x["n"], x["of"]), (yes, yes + no))
    expect(what + " small", x["small"], yes + no < 30)
    if yes + no:
        lo, hi = wilson(yes, yes + no)
        if abs(x["lo95"] - lo) > 2e-6 or abs(x["hi95"] - hi) > 2e-6 or abs(x["share"] - yes / (yes + no)) > 1e-6:
            wrong.append(f"{what}: {x}, oracle {lo} {hi}")


def check_accounts(report, cases, a, b, t, is_bench):
    missed, decided = defaultdict(list), Counter()
    for case, rows in cases.items():
        for clock, when, met in verdicts(rows, t) if is_bench else ():
            if a <= when < b:
                who = holder(rows, at(rows, when), "owner")
                decided[who, clock] += 1
                if not met:
                    missed[who, clock].append(case)
    if not is_bench:
        for x in report["breaches"]:
            missed[x["owner"], x["clock"]].append(x["case"])
    got = {(x["owner"], x["clock"]): x for x in report["accountability"]}
    expect("who missed a limit", sorted(got), sorted(missed))
    for key, ids in missed.items():
        x = got.get(key, {"missed": 0, "cases": [], "decided": 0})
        expect(f"{key} missed", (x["missed"], sorted(x["cases"])), (len(ids), sorted(ids)))
        if is_bench:
            expect(f"{key} decided", x["decided"], decided[key])


def check_wrong_answers(report, cases, a, b):
    """An answer is charged to who wrote it; rows of the same second by the same person are one."""
    n, listed = defaultdict(Counter), []
    for case, rows in cases.items():
        kind, last = holder(rows, len(rows), "kind"), None
        if kind in ("duty", "action") or any(r["event"] == "cancel" for r in rows):
            continue
        for r in rows:
            if r["event"] == "correct":
                by = last["by"] if last else ""
                n[by, kind]["found"] += a <= r["t"] < b
                if a <= r["t"] < b:
                    listed.append((case, by, r["t"]))
                if last and not last["wrong"]:
                    n[by, kind]["wrong"] += a <= last["t"] < b
                    last["wrong"] = True
            elif r["event"] in ("respond", "resolve", "feedback") and r["by"] != "sd":
                if not last or (last["t"], last["by"]) != (r["t"], r["by"]):
                    last = {"t": r["t"], "by": r["by"], "wrong": False}
                    n[r["by"], kind]["answers"] += a <= r["t"] < b
    got = report["wrong_answers"]
    counts = ("answers", "wrong", "found")
    expect("answers", {(x["by"], x["kind"]): [x[k] for k in counts] for x in got["by"]},
           {key: [c[k] for k in counts] for key, c in n.items() if any(c.values())})
    expect("all answers", [got[k] for k in counts], [sum(c[k] for c in n.values()) for k in counts])
    expect("corrections", sorted((x["case"], x["by"], instant(x["corrected"])) for x in got["cases"]), sorted(listed))


def main():
    report = json.load(open(sys.argv[3], encoding="utf-8"))
    a, b, t = (instant(report[k]) for k in ("from", "to", "as_of"))
    b = t + 1 if report["so_far"] else b
    given = defaultdict(list)
    for r in rows_of(sys.argv[2]) if os.path.exists(sys.argv[2]) else ():
        if instant(r["at"]) <= t and r["status"] == "answered" and r["question"] == "overall" and "survey" in r["form"]:
            given[r["case"]].append((instant(r["at"]), int(r["score"])))
    for mine in given.values():
        mine.sort(key=lambda x: x[0])
    cases = cases_of(sys.argv[1], t)
    is_bench = {c["clock"] for c in report["clocks"]} <= set(LIMITS)
    want = cards(cases, given, a, b, t, is_bench, "" if is_bench else "about")
    got = {(x["by"], x["value"], x["kind"]): x for x in report["score_cards"]}
    for key in sorted(set(got) | {k for k, n in want.items() if any(n.values())}):
        x, n = got.get(key), want[key]
        if not x:
            wrong.append(f"{key}: no card, oracle {n}")
            continue
        expect(f"{key} load", [x[k] for k in ("owned", "received", "open", "named")],
               [n[k] for k in ("owned", "received", "open", "named")])
        for share in ("attainment", "resolution", "reopen", "csat")[not is_bench:]:
            check_share(f"{key} {share}", x[share], n[share, True], n[share, False])
    for by in ("owner", "department"):
        for row in report["by"][by]:
            mine = [x for x in report["score_cards"] if x["by"] == by and x["value"] == row["value"]]
            for share, want_of, want_n in (("attainment", row["decided"], row["met"]),
                                           ("csat", row["csat"]["n"], row["csat"]["satisfied"])):
                expect(f"{by} {row['value']} {share}", [sum(x[share][k] for x in mine) for k in ("n", "of")],
                       [want_n, want_of])
    check_accounts(report, cases, a, b, t, is_bench)
    check_wrong_answers(report, cases, a, b)
    for w in wrong[:30]:
        print(w)
    print(f"{len(got)} cards, {len(report['accountability'])} accounts, {report['wrong_answers']['found']} corrections, "
          f"{len(wrong)} differences")
    sys.exit(bool(wrong))


if sys.argv[1] == "--answers":
    answers(sys.argv[2])
else:
    main()
