"""What the oracle has to know of a desk's policy, written down by hand from the policy file."""
from zoneinfo import ZoneInfo

from oracle.clocks import Calendar

DIMS = ["kind", "category", "channel", "severity", "department", "owner", "place", "product", "type"]
FACING = {"open", "contact", "respond", "promise", "confirm", "feedback", "callback", "visit"}
DAY, HOUR, MINUTE = 86400, 3600, 60


class Desk:
    fields, parents, require, targets, steps, approve, units = [], {}, [], [], {}, {}, {}
    question = scale = satisfied = ces = nps = None
    watched, budget, repeats = [], 0, []      # of `warnings:`
    callback = False

    def __init__(self, zone, clocks, calendars=None, **more):
        self.zone = ZoneInfo(zone)
        self.clocks = clocks
        self.calendars = {k: Calendar(self.zone, *v) for k, v in (calendars or {}).items()}
        self.calendars["always"] = None
        self.__dict__.update(more)
        self.answers = {"respond"}
        for c in clocks:
            if "open" in c["from"] and {"respond", "resolve"} <= set(c["until"]):
                self.answers.add("resolve")
        rules = [c for c in clocks if c["clock"] == "resolve"]
        self.net_pause = rules[0].get("pause", ["customer"]) if rules else ["customer"]


def clock(name, start, until, within, **more):
    return {"clock": name, "from": start.split(), "until": until.split(), "within": within,
            **{k.rstrip("_").replace("_", "-"): v for k, v in more.items()}}


# tests/bench/policy.yaml
BENCH = Desk("Asia/Shanghai", [
    clock("first-response", "open", "respond", 5 * MINUTE, on_reopen="ignore"),
    clock("resolve", "open", "resolve", 24 * HOUR, pause=[], on_reopen="ignore"),
], approve={"refund": None}, units={"refund": "CNY", "coupon": "CNY"})

MALL_HOURS = {d: [("10:00", "22:00" if d < 4 else "22:30")] for d in range(7)}
# samples/mall/policy.yaml
MALL = Desk("Asia/Shanghai", [
    clock("first-response", "open", "respond resolve", 5 * MINUTE, calendar="store"),
    clock("answer", "open", "feedback resolve", 30 * MINUTE, calendar="store",
          for_={"kind": ["consultation"], "severity": ["complex"]}),
    clock("resolve", "open", "resolve", 24 * HOUR,
          for_={"kind": ["consultation"], "severity": ["ordinary", "complex"]}),
    clock("announce", "open", "promise resolve", 30 * MINUTE,
          for_={"kind": ["consultation"], "severity": ["special"]}),
    clock("promise", "promise", "resolve", "due"),
    clock("feedback", "open", "feedback", 48 * HOUR, for_={"kind": ["complaint"]}),
    clock("consult", "consult", "respond feedback resolve", 30 * MINUTE, calendar="store"),
    clock("follow-up", "resolve", "callback", 24 * HOUR,
          for_={"kind": ["consultation"], "severity": ["complex", "special"]}),
    clock("task", "task", "done", "due"),
    clock("approval", "compensate", "approve", 24 * HOUR, pause=[]),
], {"store": (MALL_HOURS,)},
    fields=["order", "supplier", "about", "urgency"],
    parents={"product-quality": "complaint-suggestion", "expired": "product-quality",
             "service-attitude": "complaint-suggestion", "price": "complaint-suggestion",
             "facility": "complaint-suggestion"},
    require=[({"kind": ["complaint"]}, ["open"], ["place", "customer", "text"]),
             ({"kind": ["consultation"]}, ["open"], ["text"]),
             (None, ["consult"], ["department"]), (None, ["callback", "correct"], ["text"])],
    steps={"late-first-response": "supervisor"}, approve={"refund": 24 * HOUR}, callback=True,
    question="overall", scale="5", satisfied=4,
    units={"refund": "CNY", "coupon": "CNY", "points": "points"},
    watched=["category", "place", "batch"], budget=12, repeats=[("batch", 3, 7 * DAY)],
    targets=[("csat", None), ("resolve", None), ("handling-rate", None)])

NIGHT = {d: [("09:00", "12:00"), ("13:30", "18:00")] for d in range(5)}
NIGHT[5] = [("20:00", "02:00")]
# The policy that random-desk.py writes
RANDOM = Desk("Europe/Berlin", [
    clock("first-response", "open", "respond resolve", 30 * MINUTE, calendar="office"),
    clock("resolve", "open", "resolve", 8 * HOUR, calendar="office", on_amend="keep",
          for_={"severity": ["major"]}, pause=["customer", "supplier"]),
    clock("resolve", "open", "resolve", 36 * HOUR, for_={"kind": ["complaint"]}, on_reopen="continue"),
    clock("resolve", "open", "resolve", 12 * HOUR, calendar="office", on_reopen="ignore"),
    clock("update", "respond update", "update resolve", 24 * HOUR, pause=[], drop=["hold"],
          for_={"category": ["goods"]}),
    clock("promise", "promise", "resolve", "due"),
    clock("answer", "contact", "respond resolve", 4 * HOUR, calendar="office"),
    clock("callback", "resolve close", "callback", 48 * HOUR, for_={"kind": ["complaint"]}),
    clock("legal", "open", "resolve", ("calendar", 3), calendar="office", for_={"kind": ["service"]}),
    clock("legal", "open", "resolve", ("working", 2), calendar="office"),
    clock("task", "task", "done", "due"),
    clock("approval", "compensate", "approve", 24 * HOUR, pause=[]),
], {"office": (NIGHT, ["2026-03-20", "2026-03-27"])},
    fields=["order", "supplier"], parents={"milk": "goods", "bread": "goods"},
    require=[({"kind": ["complaint"]}, ["open"], ["customer", "place", "order", "text"]),
             (None, ["resolve"], ["detail"]), ({"category": ["goods"]}, ["promise", "assign"], ["due", "owner"])],
    steps={"late": "manager", "very-late": "director"}, approve={"refund": 24 * HOUR}, callback=True,
    question="overall", scale="5", satisfied=4, ces=("effort", "7"),
    nps=("again", "10"), units={"refund": "EUR", "points": "points"},
    watched=["category", "channel", "place", "customer", "supplier"], budget=12,
    repeats=[("batch", 3, 2 * DAY), ("customer", 3, 12 * HOUR)],
    targets=[("csat", None), ("resolve", {"kind": ["complaint"]}), ("handling-rate", {"category": ["goods"]}),
             ("timely-handling", None), ("completeness", {"kind": ["complaint"]}), ("record-delay", None),
             ("first-response", None), ("call-back-coverage", None), ("repeat-contact", None),
             ("survey-response", None), ("escalation-rate", None), ("contacts-per-case", None),
             ("resolution-rate", None), ("reopen-rate", None), ("first-contact-resolution", None), ("ces", None),
             ("nps", None)])

DESKS = {"bench": BENCH, "mall": MALL, "random": RANDOM}
