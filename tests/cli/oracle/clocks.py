"""Design section 2 read slowly: the instances of every clock of a case, and their verdicts."""
from datetime import datetime, timedelta

from oracle.log import BUILTIN

FOREVER = 1 << 60


class Calendar:
    def __init__(self, zone, hours, closed=()):
        """hours: by weekday (0 Monday) a list of ("09:00", "12:00"); a window over midnight ends the next day."""
        self.zone, self.hours, self.closed = zone, hours, set(closed)

    def local(self, t):
        return datetime.fromtimestamp(t, self.zone)

    def midnight(self, day):
        return int(datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp())

    def is_working(self, day):
        return bool(self.hours.get(day.weekday())) and day.isoformat() not in self.closed

    def windows(self, day):
        for a, b in self.hours.get(day.weekday(), []) if self.is_working(day) else []:
            start, end = (datetime(day.year, day.month, day.day, int(x[:2]), int(x[3:]), tzinfo=self.zone)
                          for x in (a, b))
            if b <= a:
                end += timedelta(days=1)
            yield int(start.timestamp()), int(end.timestamp())

    def open_from(self, t):
        day = self.local(t).date() - timedelta(days=1)
        while True:
            yield from ((max(a, t), b) for a, b in self.windows(day) if b > t)
            day += timedelta(days=1)


def outside(a, b, pauses):
    """[a, b) without the pauses."""
    for x, y in pauses:
        if y is None:
            y = FOREVER
        if y <= a or x >= b:
            continue
        if x > a:
            yield a, x
        a = y
        if a >= b:
            return
    yield a, b


def due_after(calendar, start, seconds, pauses):
    """The earliest instant at which the time is used up; None while a pause runs before it."""
    for a, b in calendar.open_from(start) if calendar else [(start, FOREVER)]:
        if any(y is None and x <= a for x, y in pauses):
            return None
        for x, y in outside(a, b, pauses):
            if y - x >= seconds:
                return x + seconds
            seconds -= y - x
    return None


def used(calendar, start, end, pauses):
    total = 0
    for a, b in calendar.open_from(start) if calendar else [(start, FOREVER)]:
        if a >= end:
            return total
        total += sum(y - x for x, y in outside(a, min(b, end), pauses))
        if b >= end:
            return total
    return total


def due_of_days(calendar, start, n, working, pauses):
    """Law: the day of the event excluded, to the end of the last day; a rest day moves it on."""
    day, counted = calendar.local(start).date(), 0
    while True:
        day += timedelta(days=1)
        end = calendar.midnight(day + timedelta(days=1))
        paused = [1 for x, y in pauses if x < end and (y is None or y >= end)]
        if paused and any(y is None and x < end for x, y in pauses):
            return None
        if paused:
            continue
        counted += calendar.is_working(day) if working else 1
        if counted >= n and calendar.is_working(day):
            return end


class Instance:
    def __init__(self, rule, row, start, limit, task=""):
        self.rule, self.row, self.start, self.limit, self.task = rule, row, start, limit, task
        self.promised = instant_or_none(row.get("due"))
        self.done = self.ended = self.decided = None
        self.verdict = "undecided"
        self.not_before = None


def instant_or_none(s):
    from oracle.log import instant
    return instant(s) if s else None


class Teller:
    """One clock name of one case; with `part` only the rows of that task or type."""

    def __init__(self, case, rules, t, part=None):
        self.case, self.rules, self.t, self.part = case, rules, t, part
        self.kept = []
        self.undecided = None       # where an instance began that no rule fits any more: one that fits begins there

    def rule_at(self, t):
        cls = self.case.class_at(t)
        for rule in self.rules:
            if cls.get("kind") in ("duty", "action") and "kind" not in (rule.get("for") or {}):
                continue
            if self.case.matches(rule.get("for"), cls):
                return rule
        return None

    def due(self, x):
        if x.rule["within"] == "due":
            return x.promised
        calendar = self.case.desk.calendars.get(x.rule.get("calendar", "always"))
        pauses = [(p, q) for p, q in self.case.pauses(x.rule.get("pause", ["customer"])) if q is None or q > x.start]
        pauses = [(max(p, x.start), q) for p, q in pauses if x.ended is None or p < x.ended]
        if isinstance(x.limit, tuple):
            return due_of_days(calendar, x.start, x.limit[1], x.limit[0] == "working", pauses)
        return due_after(calendar, x.start, x.limit, pauses)

    def starts(self, rule, r):
        if r["event"] not in rule["from"]:
            return False
        after = r["state_before"] in ("resolved", "closed")
        return not after or r["event"] in ("contact", "resolve", "close") or r["event"] not in BUILTIN

    def wants(self, r):
        if self.part is None:
            return True
        return r["event"] not in ("task", "done") or r["detail"] == self.part

    def restart(self, rule, r, before):
        """on-reopen of a clock that begins at open and does not run."""
        how = rule.get("on-reopen", "restart")
        if "open" not in rule["from"] or how == "ignore":
            return None
        if how == "restart" or not before:
            return Instance(rule, r, r["t"], rule["within"], self.part or "") if how == "restart" else None
        last = before[-1]
        if last.verdict == "breached":
            return Instance(rule, r, r["t"], 0, self.part or "")
        gone = sum(used(self.case.desk.calendars.get(x.rule.get("calendar", "always")), x.start, x.ended,
                        self.case.pauses(x.rule.get("pause", ["customer"]))) for x in before)
        return Instance(rule, r, r["t"], max(0, rule["within"] - gone), self.part or "")

    def end(self, x, t, verdict_before):
        due = self.due(x)
        x.ended = t
        if due is not None and due <= t and not (verdict_before == "met" and due == t):
            self.breach(x, due)
        else:
            x.verdict = verdict_before
            x.decided = t if verdict_before == "met" else None
            if x.decided is not None and x.not_before is not None:
                x.decided = max(x.decided, x.start)

    def breach(self, x, due):
        x.verdict = "breached"
        x.decided = due if x.not_before is None else max(due, x.not_before)

    def tell(self, rule, frontier, until, running, not_before):
        """Rows from index `frontier` up to the instant `until`; instances made, and the one that runs."""
        made = []
        for r in self.case.rows[frontier:]:
            if r["t"] >= until:
                break
            if not self.wants(r):
                continue
            x = running
            if x is not None:
                mine = x.rule
                if r["event"] in mine["until"] and r["by"] != "sd":
                    x.done = r["t"]
                    self.end(x, r["t"], "met")
                    running = None
                elif r["event"] in mine.get("drop", []) or r["event"] == "cancel" or (
                        r["event"] == "reopen" and x.row["event"] in ("resolve", "close")):
                    self.end(x, r["t"], "dropped")
                    running = None
                elif mine["within"] == "due" and r["event"] in mine["from"]:
                    if r["t"] < x.promised:
                        x.promised = instant_or_none(r["due"])
                        x.row = r
                    elif self.starts(mine, r):
                        self.end(x, r["t"], "dropped")
                        running = None
            if running is None and rule is not None:
                new = None
                if self.starts(rule, r):
                    new = Instance(rule, r, r["t"], rule["within"], self.part or "")
                elif r["event"] == "reopen":
                    new = self.restart(rule, r, self.kept + made)
                if new:
                    new.not_before = not_before
                    made.append(new)
                    running = new
        return made, running

    def instances(self):
        changes = [self.case.opened] + [r["t"] for r in self.case.rows if r["event"] in ("amend", "assign")]
        stretches = []
        for t in changes:
            rule = self.rule_at(t)
            if not stretches or rule is not stretches[-1][1]:
                stretches.append((t, rule))
        frontier, running = 0, None
        for i, (since, rule) in enumerate(stretches):
            last = i + 1 == len(stretches)
            until = FOREVER if last else stretches[i + 1][0] + 1
            made, running = self.tell(rule, frontier, until, running, since if i else None)
            self.kept += made
            if last:
                break
            cut = stretches[i + 1][0]
            frontier = next((k for k, r in enumerate(self.case.rows) if r["t"] >= until), len(self.case.rows))
            frontier, running = self.turn(stretches[i + 1][1], cut, frontier, running)
        for x in self.kept:
            due = self.due(x)
            if x.ended is None and due is not None and due <= self.t:
                self.breach(x, due)
        return self.kept

    def turn(self, rule, cut, frontier, running):
        """Another rule fits from `cut` on: what is undecided is told again from its start."""
        x = running
        if x is None:
            ended = [k for k, r in enumerate(self.case.rows) for y in self.kept if y.ended == r["t"]]
            if rule is None or rule.get("on-amend") == "keep":
                return frontier, None
            if self.undecided is not None:
                origin, self.undecided = self.undecided, None
                return origin, None
            return (ended[-1] + 1 if ended else 0), None
        due = self.due(x)
        if x.rule.get("on-amend") == "keep":
            return frontier, x
        if due is not None and due <= cut:
            if rule is not None:
                return frontier, x
            self.end(x, cut, "dropped")
            return frontier, None
        if rule is None:
            x.ended, x.verdict = cut, "dropped"
            self.undecided = next(k for k, r in enumerate(self.case.rows) if r is x.row)
            return frontier, None
        self.kept.remove(x)
        return next(k for k, r in enumerate(self.case.rows) if r is x.row), None


class Promises(Teller):
    """The clock `approval` of one type: an instance ends with the approval of its own promise, then the oldest is next."""

    def __init__(self, case, rules, t, part):
        super().__init__(case, rules, t, part)
        self.approved = case.approvals()

    def is_waiting(self, p, rows):
        return not any(self.approved.get(id(p)) is r for r in rows)

    def tell(self, rule, frontier, until, running, not_before):
        made, rows = [], self.case.rows
        for i in range(frontier, len(rows)):
            r, x = rows[i], running
            if r["t"] >= until:
                break
            if x is not None and (r["event"] == "cancel" or self.approved.get(id(x.row)) is r):
                if r["event"] != "cancel":
                    x.done = r["t"]
                self.end(x, r["t"], "dropped" if r["event"] == "cancel" else "met")
                running = None
            if running is not None or rule is None or r["event"] not in ("compensate", "approve"):
                continue
            judged = [y.row for y in self.kept + made]
            ready = [p for p in rows[:i + 1] if p["event"] == "compensate" and p["detail"] == self.part and
                     self.starts(rule, p) and self.is_waiting(p, rows[:i + 1]) and
                     not any(p is q for q in judged)]
            if ready:
                running = Instance(rule, ready[0], ready[0]["t"], rule["within"], self.part)
                running.not_before = r["t"] if ready[0] is not r else not_before
                made.append(running)
        return made, running


def instances_of(case, t):
    names = []
    for rule in case.desk.clocks:
        if rule["clock"] not in names:
            names.append(rule["clock"])
    found = []
    for name in names:
        rules = [r for r in case.desk.clocks if r["clock"] == name]
        if name in ("task", "approval"):
            event = rules[0]["from"][0]
            parts = sorted({r["detail"] for r in case.rows if r["event"] == event})
            if name == "approval":
                parts = [p for p in parts if p in case.desk.approve]
            for part in parts:
                found += (Promises if name == "approval" else Teller)(case, rules, t, part).instances()
        else:
            found += Teller(case, rules, t).instances()
    return found
