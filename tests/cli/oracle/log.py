"""The log as design.md section 1 describes it: rows, void rows, states, classification."""
import csv
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

CLASS = ["kind", "channel", "category", "severity", "customer", "type", "place", "product", "batch",
         "department", "owner"]
OPEN = {"new", "open", "waiting"}
BUILTIN = {"open", "respond", "contact", "assign", "amend", "note", "attach", "task", "done", "hold", "resume",
           "promise", "compensate", "approve", "remind", "notify", "escalate", "resolve", "close", "reopen",
           "cancel", "void", "seal", "repair", "erase"}
AFTER_RESOLVE = {"note", "contact", "respond", "amend", "task", "done", "compensate", "approve", "attach",
                 "reopen", "close", "cancel", "void", "remind", "notify", "escalate"}
AFTER_CLOSE = AFTER_RESOLVE - {"respond", "amend", "close"}


def instant(s):
    return int(datetime.fromisoformat(s).timestamp())


def state_after(state, event):
    if event == "open":
        return "new"
    if event in ("respond", "assign"):
        return "open" if state == "new" else state
    return {"hold": "waiting", "resume": "open", "resolve": "resolved", "close": "closed",
            "reopen": "open", "cancel": "cancelled"}.get(event, state)


def is_legal(state, event):
    own = event not in BUILTIN
    if state is None:
        return event == "open"
    if state in ("resolved", "closed"):
        return own or event in (AFTER_RESOLVE if state == "resolved" else AFTER_CLOSE)
    if state == "cancelled":
        return event in ("note", "attach", "void")
    return event not in ("open", "close", "reopen") and (event != "resume" or state == "waiting")


def take_out_void(rows):
    """A void row counts unless it is void itself; it names the check of a row above it."""
    gone = set()
    for i in reversed(range(len(rows))):
        if rows[i]["event"] != "void" or i in gone:
            continue
        above = [k for k in range(i) if rows[k]["check"] and rows[k]["check"] == rows[i]["detail"]]
        gone.update(above[-1:])
    return [r for i, r in enumerate(rows) if i not in gone and r["event"] != "void"]


def load(path, as_of, known_at=None):
    """Rows by case: what happened by as_of (and was written by known_at), in order of `at`, legal."""
    found, later = defaultdict(list), 0
    with open(path, newline="", encoding="utf-8") as f:
        for r in csv.DictReader(f):
            r["t"] = instant(r["at"])
            r["key"] = instant(r["logged"]) if r.get("logged") else r["t"]
            if r["t"] > as_of or (known_at is not None and r["key"] > known_at):
                continue
            later += r["key"] > as_of
            if r["case"]:
                found[r["case"]].append(r)
    cases = {}
    for name, rows in found.items():
        state, legal = None, []
        for r in sorted(take_out_void(rows), key=lambda r: r["t"]):
            if is_legal(state, r["event"]):
                state = state_after(state, r["event"])
                legal.append(r)
        if legal:
            cases[name] = legal
    return cases, later


def first_events(path):
    """By case, what was written down first."""
    first = {}
    with open(path, newline="", encoding="utf-8") as f:
        for r in csv.DictReader(f):
            first.setdefault(r["case"], r["event"])
    return first


def first_instant(path):
    with open(path, newline="", encoding="utf-8") as f:
        return min(instant(r["at"]) for r in csv.DictReader(f))


class Case:
    def __init__(self, name, rows, desk, a, b, t):
        self.name, self.rows, self.desk, self.t = name, rows, desk, t
        self.opened, self.a, self.b = rows[0]["t"], a, b
        self.received = a <= self.opened < b
        self.moves = {"opened": 0, "reopened": 0, "resolved": 0, "cancelled": 0}
        self.before = self.after = state = None
        for r in rows:
            was, state = state, state_after(state, r["event"])
            if r["t"] < a:
                self.before = state
            if r["t"] < b:
                self.after = state
            if a <= r["t"] < b and (was in OPEN) != (state in OPEN):
                how = ("opened" if was is None else "reopened") if state in OPEN else (
                    "cancelled" if state == "cancelled" else "resolved")
                self.moves[how] += 1
            r["state_before"] = was
        self.state = state
        self.concluded = state in ("resolved", "closed")
        self.resolves = self.times("resolve")
        self.cls = self.class_at(t)
        self.is_out = self.cls.get("kind") in ("duty", "action")

    def times(self, *events, by_person=False):
        return [r["t"] for r in self.rows if r["event"] in events and not (by_person and r["by"] == "sd")]

    def class_at(self, t):
        cls = {}
        for r in self.rows:
            if r["t"] > t:
                break
            keys = {"open": CLASS + self.desk.fields, "amend": CLASS + self.desk.fields,
                    "assign": ["department", "owner"]}.get(r["event"], [])
            cls.update({k: r[k] for k in keys if r.get(k)})
        return cls

    def approvals(self):
        """By id() of a promise's row the approve row that it waited for; the machine approves nothing."""
        found, waiting = {}, []
        for r in self.rows:
            if r["event"] == "compensate":
                waiting.append(r)
            elif r["event"] == "approve" and r["by"] != "sd":
                fits = [p for p in waiting if r["detail"] in ("", p["detail"]) and (
                    not r["amount"] or Decimal(p["amount"] or "-1") == Decimal(r["amount"]))]
                for p in fits[-1:] if r["amount"] else fits:
                    found[id(p)] = r
                waiting = [p for p in waiting if id(p) not in found]
        return found

    def pauses(self, reasons):
        """[(from, to)]; the last may be running: to is None."""
        found, since = [], None
        for r in self.rows:
            after = state_after(r["state_before"], r["event"])
            if since is not None and (r["event"] == "hold" or after != "waiting"):
                found.append((since, r["t"]))
                since = None
            if r["event"] == "hold" and r["detail"] in reasons:
                since = r["t"]
        return found + ([(since, None)] if since is not None else [])

    def matches(self, want, cls):
        """A filter; a category also stands for those that are `of` it."""
        for column, values in (want or {}).items():
            value = cls.get(column, "")
            while value not in values:
                value = self.desk.parents.get(value) if column == "category" else None
                if value is None:
                    return False
        return True
