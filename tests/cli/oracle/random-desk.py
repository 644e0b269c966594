"""A small desk with everything that may happen to a case, drawn at random; its policy is RANDOM in desks.py.

usage: random-desk.py SEED CASES DIR [DAYS]

With DAYS more than the 35 of the others, some days and one stretch have many more cases than usual.
"""
import os
import random
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
FIRST, DAYS = datetime(2026, 3, 2, tzinfo=ZONE), 35          # the clocks go forward on the 29th
COLUMNS = ("at logged case event by kind channel category severity customer type place product batch department "
           "owner due amount detail key order supplier text check").split()
POLICY = """policy: random
valid-from: 2026-01-01
timezone: Europe/Berlin
language: en
levels: { staff: {}, supervisor: {}, manager: {}, director: {} }
calendars:
  office: { hours: { mon-fri: ["09:00-12:00", "13:30-18:00"], sat: ["20:00-02:00"] }, closed: [2026-03-20, 2026-03-27] }
kinds: { complaint: { severities: { general: {}, major: {} } }, service: {}, consultation: {} }
channels: { hotline: {}, app: {}, mail: {} }
departments: { merchandise: {}, finance: {} }
categories: { goods: {}, milk: { of: goods }, bread: { of: goods }, fish: {}, staff: {} }
events: { update: {}, callback: {}, feedback: {} }
fields: { order: {}, supplier: {} }
require:
  - { for: { kind: complaint }, on: open, columns: [customer, place, order, text] }
  - { on: resolve, columns: [detail] }
  - { for: { category: goods }, on: [promise, assign], columns: [due, owner] }
clocks:
  - { clock: first-response, from: open, until: [respond, resolve], within: 30m, calendar: office }
  - { clock: resolve, for: { severity: major }, from: open, until: resolve, within: 8h, calendar: office,
      on-amend: keep, pause: [customer, supplier] }
  - { clock: resolve, for: { kind: complaint }, from: open, until: resolve, within: 36h, on-reopen: continue }
  - { clock: resolve, from: open, until: resolve, within: 12h, calendar: office, on-reopen: ignore }
  - { clock: update, for: { category: goods }, from: [respond, update], until: [update, resolve], within: 24h,
      drop: hold, pause: [] }
  - { clock: promise, from: promise, until: resolve, within: due }
  - { clock: answer, from: contact, until: [respond, resolve], within: 4h, calendar: office }
  - { clock: callback, for: { kind: complaint }, from: [resolve, close], until: callback, within: 48h }
  - { clock: legal, for: { kind: service }, from: open, until: resolve, within: 3 calendar days, calendar: office }
  - { clock: legal, from: open, until: resolve, within: 2 working days, calendar: office }
escalations:
  - { step: late, clock: resolve, at: 100%, do: escalate, level: manager }
  - { step: very-late, clock: resolve, at: +24h, do: escalate, level: director }
checklists: { milk: [ { task: look, within: 24h, department: merchandise }, { task: ask, within: 3d } ] }
compensation: { refund: { unit: EUR, approve: finance, within: 24h }, points: { unit: points } }
survey: { after: resolve, ask: { overall: { scale: 5 }, again: { scale: 10 }, effort: { scale: 7 } }, satisfied: 4 }
targets: { csat: ">= 85%", resolve: { goal: ">= 90%", for: { kind: complaint } },
  handling-rate: { goal: ">= 90%", for: { category: goods } }, timely-handling: ">= 90%",
  completeness: { goal: ">= 98%", for: { kind: complaint } }, record-delay: "<= 5%", first-response: ">= 90%",
  call-back-coverage: ">= 50%", repeat-contact: "<= 9%", survey-response: ">= 50%", escalation-rate: "<= 9%",
  contacts-per-case: "<= 3", resolution-rate: ">= 80%", reopen-rate: "<= 9%", first-contact-resolution: ">= 70%",
  ces: ">= 50%", nps: ">= 20" }
warnings: { by: [category, channel, place, customer, supplier], budget: 12/year,
  repeat: [ { by: batch, count: 3, within: 2d }, { by: customer, count: 3, within: 12h } ] }
"""
apart = random.Random(0)        # what is drawn from it leaves the rest as it was


def text(t):
    s = datetime.fromtimestamp(t, ZONE).isoformat()
    return s


class Story:
    def __init__(self, name, t):
        self.name, self.t, self.rows, self.state, self.tasks = name, t, [], None, []
        self.opened = t

    def add(self, event, **cells):
        by = "sd" if event in ("escalate",) or random.random() < .03 else random.choice(["ann", "bob"])
        self.rows.append({"t": self.t, "case": self.name, "event": event, "by": by,
                          "check": "%016x" % random.getrandbits(64), **cells})

    def wait(self):
        """Round steps now and then, so that things happen at the very instant that something falls due."""
        step = random.choice([0, 60, 600, 1800, 3600, 4 * 3600, 8 * 3600, 86400, 86400, 2 * 86400])
        self.t += step if random.random() < .5 else random.randint(0, step + 600)

    def classes(self, share):
        pick = {"kind": "complaint service consultation", "channel": "hotline app mail",
                "category": "goods milk bread staff", "customer": "c1 c2 c3 c4 c5 c6 c7", "place": "A B",
                "type": "vip usual", "product": "p1 p2", "order": "o1 o2"}
        cells = {k: random.choice(v.split()) for k, v in pick.items() if random.random() < share}
        if cells.get("kind", "") == "complaint" or random.random() < .2:
            cells["severity"] = random.choice(["general", "major"])
        return cells

    def goods(self):
        pick = {"batch": "b1 b2 b3", "supplier": "farm mill"}
        return {k: apart.choice(v.split()) for k, v in pick.items() if apart.random() < .4}

    def tell(self, surge=None):
        cells = {"text": random.choice(["", "x", '"a, b"']), **self.classes(.85), **self.goods()}
        if surge:
            cells.update(surge)
        self.add("open", **cells)
        state = "new"
        for _ in range(random.randint(0, 9)):
            self.wait()
            state = self.step(state)
            if state == "cancelled":
                return

    def step(self, state):
        live = state in ("new", "open", "waiting")
        events = ["contact", "note", "amend", "amend", "update", "callback", "task", "done", "compensate", "approve"]
        events += ["respond", "respond", "assign", "hold", "promise", "resolve", "resolve", "escalate"] if live else []
        events += ["reopen", "close", "callback"] if state == "resolved" else []
        events += ["reopen"] if state == "closed" else []
        events += ["resume", "resume"] if state == "waiting" else []
        events += ["cancel"] if random.random() < .1 else []
        events += ["compensate", "approve", "approve", "approve"] if self.rows[-1]["event"] == "compensate" else []
        if state == "closed":
            events = [e for e in events if e != "amend"]
        event = random.choice(events)
        due = text(self.t + random.choice([3600, 7200, 86400]))
        cells = {"amend": {**self.classes(.25), **(self.goods() if event == "amend" else {})}, "hold": {"detail": random.choice(["customer", "supplier", "parts"])},
                 "promise": {"due": due}, "resolve": {"detail": random.choice(["", "stale", "human"])},
                 "cancel": {"detail": random.choice(["error", "withdrawn", "duplicate:20260302-0001"])},
                 "assign": {"department": random.choice(["merchandise", ""]), "owner": random.choice(["ann", "bob", ""])},
                 "task": {"detail": random.choice(["look", "ask"]), "due": due,
                          "department": random.choice(["merchandise", ""]), "owner": random.choice(["ann", ""])},
                 "done": {"detail": random.choice(["look", "ask"])},
                 "compensate": {"detail": random.choice(["refund", "points"]), "amount": random.choice(["5.10", "20"])},
                 "approve": {"detail": random.choice(["refund"] * 9 + [""]),
                             "amount": random.choice(["", "5.1", "20", "20.00", "7"])},
                 "escalate": {"detail": random.choice(["late/resolve/0/1", "very-late/resolve/0/1"])}}.get(event, {})
        self.add(event, **cells)
        if random.random() < .05:
            self.t += random.randint(0, 3600)
            self.add("void", detail=random.choice(self.rows)["check"] if random.random() < .2 else self.rows[-1]["check"])
            if self.rows[-1]["detail"] == self.rows[-2]["check"]:
                return state
        return {"respond": "open" if state == "new" else state, "assign": "open" if state == "new" else state,
                "hold": "waiting", "resume": "open", "resolve": "resolved", "close": "closed", "reopen": "open",
                "cancel": "cancelled"}.get(event, state)


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8") as f:
        f.write(",".join(columns) + "\n")
        for r in rows:
            f.write(",".join(str(r.get(c, "")) for c in columns) + "\n")


def late(rows, end):
    """Most rows are written when they happen, some later; the file is in the order of writing."""
    for r in rows:
        r["key"] = r["t"] + (random.choice([600, 3601, 86400, 5 * 86400]) if random.random() < .12 else 0)
        r["at"], r["logged"] = text(r["t"]), text(r["key"]) if r["key"] != r["t"] else ""
    return sorted((r for r in rows if r["key"] <= end), key=lambda r: r["key"])


def answers(stories):
    rows = []
    for s in stories + [None] * 3:
        for wave in ("survey", "survey-2"):
            t = (s.t if s else FIRST.timestamp()) + random.randint(0, 9 * 86400)
            for status in random.choice([[], [], ["asked"], ["asked", "answered"], ["answered", "answered"],
                                         ["refused"], ["unreached"], ["unreached", "answered"]]):
                for question, top in (("overall", 5), ("again", 10), ("effort", 7)):
                    if status != "answered" and question != "overall":
                        continue
                    score = status == "answered"
                    rows.append({"t": int(t), "form": random.choice([wave] * 5 + ["observation"]),
                                 "case": s.name if s else "", "status": status, "question": question if score else "",
                                 "score": random.randint(0 if top == 10 else 1, top) if score else "",
                                 "scale": top if score else "", "by": "ann", "check": "%016x" % random.getrandbits(64)})
                t += random.randint(0, 3 * 86400)
    return rows


def surge_of(days):
    """Now and then a case belongs to a day, or to the stretch of a fortnight, on which there are many like it."""
    if days <= DAYS or apart.random() > .2:
        return None, None
    day, cells = apart.choice([(days - 20, {"category": "milk", "kind": "complaint"}), (days - 33, {"channel": "app"}),
                               (days - 50 + apart.randint(0, 14), {"place": "A", "kind": "service"}),
                               (days - 2, {"category": "fish"})])
    return day, {"customer": "", "severity": "", **cells} if apart.random() < .8 else {"customer": "c9", **cells}


def main():
    random.seed(int(sys.argv[1]))
    apart.seed(int(sys.argv[1]))
    folder = sys.argv[3]
    days = int(sys.argv[4]) if len(sys.argv) > 4 else DAYS
    os.makedirs(folder, exist_ok=True)
    number, stories, end = {}, [], int((FIRST + timedelta(days=days)).timestamp())
    for _ in range(int(sys.argv[2])):
        day, surge = surge_of(days)
        opened = int(FIRST.timestamp()) + random.randint(0, days * 24) * 3600 + random.choice([0, 0, random.randint(0, 3599)])
        if surge:
            opened = int((FIRST + timedelta(days=day)).timestamp()) + apart.randint(0, 86399)
        date = datetime.fromtimestamp(opened, ZONE).strftime("%Y%m%d")
        number[date] = number.get(date, 0) + 1
        stories.append(Story(f"{date}-{number[date]:04d}", opened))
        stories[-1].tell(surge)
    write(os.path.join(folder, "cases.csv"), COLUMNS, late([r for s in stories for r in s.rows], end))
    write(os.path.join(folder, "surveys.csv"),
          "at logged form case about status question score scale channel by key text check".split(),
          late(answers(stories), end))
    with open(os.path.join(folder, "policy.yaml"), "w", encoding="utf-8") as f:
        f.write(POLICY)


main()
