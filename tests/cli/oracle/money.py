"""Compensation: promised, approved, overdue; by type and unit, exact."""
from collections import defaultdict
from decimal import Decimal
from statistics import median


def taken(waiting, amount):
    """What a row approves: all that wait, or the last one of its amount."""
    if not amount:
        times = [t for t, _ in waiting]
        waiting.clear()
        return times
    for i in reversed(range(len(waiting))):
        if Decimal(waiting[i][1] or "-1") == Decimal(amount):
            return [waiting.pop(i)[0]]
    return []


def count(cases, desk, a, b, t):
    found = defaultdict(lambda: {"n": 0, "cases": set(), "amounts": [], "to_approve": 0, "approved": 0,
                                 "approved_late": 0, "pending": 0, "overdue": 0})
    for c in cases:
        if c.is_out or c.state == "cancelled":
            continue
        waiting = defaultdict(list)
        for r in c.rows:
            if r["event"] == "compensate":
                if a <= r["t"] < b:
                    x = found[r["detail"]]
                    x["n"] += 1
                    x["cases"].add(c.name)
                    x["amounts"].append(Decimal(r["amount"] or "0"))
                    x["to_approve"] += r["detail"] in desk.approve
                waiting[r["detail"]].append((r["t"], r["amount"]))
            elif r["event"] == "approve":
                for since in taken(waiting[r["detail"]], r["amount"]):
                    if a <= since < b and r["detail"] in desk.approve:
                        found[r["detail"]]["approved"] += 1
                        limit = desk.approve[r["detail"]]
                        found[r["detail"]]["approved_late"] += limit is not None and r["t"] > since + limit
        for kind, times in waiting.items():
            for since, _ in times:
                if a <= since < b and kind in desk.approve:
                    found[kind]["pending"] += 1
                    limit = desk.approve[kind]
                    found[kind]["overdue"] += limit is not None and since + limit <= t
    return {kind: {**x, "cases": len(x["cases"]), "promised": float(sum(x["amounts"])),
                   "median": float(median(x["amounts"])), "per_case": float(sum(x["amounts"]) / len(x["cases"]))}
            for kind, x in found.items() if x["n"]}
