"""Compensation: promised, approved, overdue; by type and unit, exact."""
from collections import defaultdict
from decimal import Decimal
from statistics import median


def count(cases, desk, a, b, t):
    found = defaultdict(lambda: {"n": 0, "cases": set(), "amounts": [], "to_approve": 0, "approved": 0,
                                 "approved_late": 0, "pending": 0, "overdue": 0})
    for c in cases:
        if c.is_out or c.state == "cancelled":
            continue
        approved = c.approvals()
        for r in c.rows:
            if r["event"] != "compensate" or not a <= r["t"] < b:
                continue
            x = found[r["detail"]]
            x["n"] += 1
            x["cases"].add(c.name)
            x["amounts"].append(Decimal(r["amount"] or "0"))
            if r["detail"] not in desk.approve:
                continue
            limit, by = desk.approve[r["detail"]], approved.get(id(r))
            due = float("inf") if limit is None else r["t"] + limit
            x["to_approve"] += 1
            x["approved"] += by is not None
            x["approved_late"] += by is not None and by["t"] > due
            x["pending"] += by is None
            x["overdue"] += by is None and due <= t
    return {kind: {**x, "cases": len(x["cases"]), "promised": float(sum(x["amounts"])),
                   "median": float(median(x["amounts"])), "per_case": float(sum(x["amounts"]) / len(x["cases"]))}
            for kind, x in found.items() if x["n"]}


def split(cases, desk, a, b):
    """Promises of the period and their sum: by unit; by cause (of the last resolve) and supplier with it."""
    n, amount = defaultdict(lambda: defaultdict(int)), defaultdict(lambda: defaultdict(Decimal))
    for c in cases:
        if c.is_out or c.state == "cancelled":
            continue
        cause = ([""] + [r["detail"] for r in c.rows if r["event"] == "resolve"])[-1]
        for r in c.rows:
            if r["event"] == "compensate" and a <= r["t"] < b:
                unit = desk.units[r["detail"]]
                for name, key in (("units", (unit,)), ("causes", (cause, unit)),
                                  ("suppliers", (c.cls.get("supplier", ""), unit))):
                    n[name][key] += 1
                    amount[name][key] += Decimal(r["amount"] or "0")
    return {name: {k: [x, float(amount[name][k])] for k, x in n[name].items()}
            for name in ("units", "causes", "suppliers")
            if name != "suppliers" or "supplier" in desk.fields}
