"""metrics.md, figure by figure: what the report must say, from the cases and their clocks."""
import math
from collections import Counter, defaultdict
from datetime import datetime
from fractions import Fraction

from oracle.clocks import instances_of
from oracle.desks import DIMS, FACING
from oracle.log import OPEN

WEEK, DAY, HOUR = 7 * 86400, 86400, 3600


def kaplan_meier(sample, p):
    """sample of (duration, ended); None where S never comes down to 1 - p."""
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


def wilson(n, of):
    z, p = 1.959963984540054, n / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


class Figures:
    """Everything by name; shares as [numerator, denominator]."""

    def __init__(self, cases, desk, a, b, t):
        self.desk, self.a, self.b, self.t = desk, a, b, t
        self.cases = [c for c in cases if not c.is_out]
        self.clocks = defaultdict(Counter)
        self.breaches, self.late, self.due = [], [], []
        self.rates = defaultdict(lambda: [0, 0])
        self.targets = [[0, 0] for _ in desk.targets]
        self.times = defaultdict(list)
        self.met = defaultdict(Counter)
        self.missing = defaultdict(lambda: [0, 0])
        self.all_cases = cases
        for c in self.all_cases:
            c.instances = instances_of(c, t)
        self.anonymous = 0
        for c in self.cases:
            self.count(c)
        self.count_repeats()

    def inside(self, t):
        return t is not None and self.a <= t < self.b

    def add(self, c, measure, n, of, cls=None, kind=True):
        cls = c.cls if cls is None else cls
        if kind:
            rate = self.rates[measure, cls.get("kind", "")]
            rate[0] += n
            rate[1] += of
        for i, (name, want) in enumerate(self.desk.targets):
            if name == measure and c.matches(want, cls):
                self.targets[i][0] += n
                self.targets[i][1] += of

    def count(self, c):
        for x in c.instances:
            self.count_instance(c, x)
        self.count_rates(c)
        self.count_times(c)
        if c.state != "cancelled":
            self.count_completeness(c)

    # --- clock attainment, timely handling

    def class_of(self, c, x, t):
        cls = c.class_at(t)
        if x.rule["clock"] == "task":
            row = [r for r in c.rows if r["event"] == "task" and r["detail"] == x.task and r["t"] <= t][-1]
            if row["department"] or row["owner"]:
                cls = {**cls, "department": row["department"] or cls.get("department", ""), "owner": row["owner"]}
        elif x.rule["clock"] == "approval":
            cls = {**cls, "department": "finance", "owner": ""}
        return cls

    def count_instance(self, c, x):
        due, name = Due.of(c, x, self.t), x.rule["clock"]
        cls = self.class_of(c, x, x.decided if x.decided is not None else
                            x.ended - 1 if x.verdict == "dropped" else self.t)
        key = name, cls.get("kind", ""), cls.get("severity", "")
        entry = (c.name, name, x.task if name in ("task", "approval") else "", cls.get("owner", ""))
        if x.verdict in ("met", "breached"):
            if name == "resolve" and self.inside(due):
                self.add(c, "timely-handling", x.verdict == "met", 1, cls)
            if self.inside(x.decided):
                self.clocks[key][x.verdict] += 1
                self.add(c, name, x.verdict == "met", 1, cls, kind=False)
                for dim in DIMS:
                    self.met[dim, cls.get(dim, "")][x.verdict] += 1
                if x.verdict == "breached":
                    self.breaches.append(entry + ((x.ended if x.ended is not None else self.t) - due,))
            if x.verdict == "breached" and x.ended is None:
                now = self.class_of(c, x, self.t)
                self.late.append(entry[:3] + (now.get("owner", ""), self.t - due))
        elif x.verdict == "undecided":
            if x.start < self.b:
                self.clocks[key]["undecided"] += 1
            zone = self.desk.zone
            if due is not None and not Due.is_paused(c, x) and (
                    datetime.fromtimestamp(due, zone).date() <= datetime.fromtimestamp(self.t, zone).date()):
                self.due.append(entry)
        elif self.inside(x.ended):
            self.clocks[key]["dropped"] += 1

    # --- rates

    def count_rates(self, c):
        if c.state == "cancelled":
            return
        t, reopens = self.t, c.times("reopen")
        judged = [r for r in c.resolves if self.inside(r) and r + WEEK <= t]
        if judged:
            again = any(r <= x <= r + WEEK and not any(r < y < x for y in c.resolves)
                        for r in judged for x in reopens)
            self.add(c, "reopen-rate", again, 1)
        if not c.received:
            return
        self.add(c, "handling-rate", c.concluded, 1)
        self.add(c, "escalation-rate", bool(c.times("escalate")), 1)
        self.add(c, "record-delay", max(0, c.rows[0]["key"] - c.opened) > HOUR, 1, kind=False)
        if c.concluded:
            n = sum(r["event"] in FACING and r["by"] != "sd" for r in c.rows)
            self.add(c, "contacts-per-case", n, 1)
            self.count_callback(c)
        if c.resolves and c.resolves[0] + WEEK <= t:
            end = c.resolves[0] + WEEK
            trouble = c.times("reopen", "contact", "escalate")
            self.add(c, "resolution-rate", not any(x <= end for x in reopens), 1)
            self.add(c, "first-contact-resolution", not any(x <= end for x in trouble), 1)

    def count_callback(self, c):
        last = {x.rule["clock"]: x for x in c.instances if "callback" in x.rule["until"]}
        over = [x for x in last.values() if x.verdict in ("met", "breached") and Due.of(c, x, self.t) <= self.t]
        if over and self.desk.callback:
            self.add(c, "call-back-coverage", all(x.verdict == "met" for x in over), 1)

    def count_repeats(self):
        closed = defaultdict(list)
        for c in self.cases:
            key = c.cls.get("customer"), c.cls.get("category", "")
            if c.state != "cancelled" and key[0]:
                for at in c.times("close"):
                    closed[key].append((c, at, min([x for x in c.times("reopen") if x >= at], default=None)))
        for c in self.cases:
            key = c.cls.get("customer"), c.cls.get("category", "")
            if c.state == "cancelled" or not c.received:
                continue
            if not key[0]:
                self.anonymous += 1
                continue
            again = any(o is not c and c.opened - 30 * DAY <= at <= c.opened and (until is None or until > c.opened)
                        for o, at, until in closed[key])
            self.add(c, "repeat-contact", again, 1)

    # --- times

    def count_times(self, c):
        if not c.received:
            return
        kind, cancel = c.cls.get("kind", ""), next(iter(c.times("cancel")), None)
        last = c.resolves[-1] if c.resolves else None
        censor = cancel if cancel is not None else last if c.concluded else self.t
        pauses = c.pauses(self.desk.net_pause)
        ends = {"first-response": next(iter(c.times(*self.desk.answers, by_person=True)), None),
                "first-resolution": c.resolves[0] if c.resolves else None,
                "full-resolution": last if c.concluded else None}
        for measure, end in ends.items():
            stop = end if end is not None else censor
            self.times[measure, kind].append((stop - c.opened, end is not None))
            if measure != "first-response":
                paused = sum(min(stop if y is None else y, stop) - x for x, y in pauses if x < stop)
                self.times[measure + "-net", kind].append((stop - c.opened - paused, end is not None))

    # --- completeness

    def count_completeness(self, c):
        for r in c.rows:
            want = {k for rule, on, columns in self.desk.require if r["event"] in on and c.matches(rule, c.cls)
                    for k in columns}
            if not want or not self.inside(r["t"]):
                continue
            gone = {k for k in want if not r.get(k) and not c.cls.get(k)}
            for k in want:
                self.missing[r["event"], k][1] += 1
                self.missing[r["event"], k][0] += k in gone
            self.add(c, "completeness", not gone, 1)


class Due:
    """The due instant of an instance, and whether a pause runs at T."""

    @staticmethod
    def of(c, x, t):
        from oracle.clocks import Teller
        return Teller(c, [x.rule], t).due(x)

    @staticmethod
    def is_paused(c, x):
        if x.rule["within"] == "due":
            return False
        return any(q is None for _, q in c.pauses(x.rule.get("pause", ["customer"])))
