"""surveys.csv: CSAT, NPS, CES and response, one answer a case."""
import csv
import re
from collections import defaultdict

from oracle.log import instant


def load(path, as_of, known_at=None):
    """The rows of the survey's waves, and how many rows of any form were written after as_of."""
    rows, later = [], 0
    try:
        f = open(path, newline="", encoding="utf-8")
    except FileNotFoundError:
        return rows, later
    with f:
        for line, r in enumerate(csv.DictReader(f)):
            r["t"], r["line"] = instant(r["at"]), line
            key = instant(r["logged"]) if r["logged"] else r["t"]
            wave = re.fullmatch(r"survey(?:-([2-9]|[1-9][0-9]+))?", r["form"])
            if r["t"] > as_of or (known_at is not None and key > known_at):
                continue
            later += key > as_of
            if wave:
                r["wave"] = int(wave[1] or 1)
                rows.append(r)
    return rows, later


def last_score(rows, question, scale):
    """Of a wave the row written last; of waves the later answer."""
    by_wave = {}
    for r in rows:
        if r["status"] == "answered" and r["question"] == question and r["scale"] == scale:
            by_wave[r["wave"]] = r
    last = max(by_wave.values(), key=lambda r: (r["t"], r["wave"]), default=None)
    return int(last["score"]) if last else None


def promoters(rows, desk):
    """NPS is 100 (promoters - detractors) / n; as a share of 2n it is n more, which never is below 0."""
    score = last_score(rows, *desk.nps) if desk.nps else None
    return {"nps": 0, "nps_of": 0} if score is None else {"nps": 1 + (score >= 9) - (score <= 6), "nps_of": 2}


def count(rows, cases, desk, a, b):
    """Totals, and by case name what it adds."""
    by_case, each = defaultdict(list), {}
    for r in rows:
        if a <= r["t"] < b:
            by_case[r["case"]].append(r)
    total = dict.fromkeys(("n", "satisfied", "asked", "answered", "refused", "unreached", "without_case",
                           "cancelled", "ces_n", "easy", "nps", "nps_of"), 0)
    for name, mine in by_case.items():
        if not name:
            for r in mine:
                score = last_score([r], desk.question, desk.scale)
                if score is not None:
                    for k, x in (("n", 1), ("satisfied", score >= desk.satisfied), ("asked", 1), ("answered", 1),
                                 ("without_case", 1)):
                        total[k] += x
                ces = last_score([r], *desk.ces) if desk.ces else None
                total["ces_n"] += ces is not None
                total["easy"] += ces is not None and ces >= 5
                for k, x in promoters([r], desk).items():
                    total[k] += x
            continue
        case = cases.get(name)
        if case is None or case.is_out:
            continue
        status = {r["status"] for r in mine}
        asked = bool(status & {"asked", "answered", "refused"})
        if case.state == "cancelled":
            total["cancelled"] += asked or "unreached" in status
            continue
        score = last_score(mine, desk.question, desk.scale)
        ces = last_score(mine, *desk.ces) if desk.ces else None
        one = {"asked": asked, "answered": "answered" in status,
               "refused": "refused" in status and "answered" not in status,
               "unreached": "unreached" in status and not asked,
               "ces_n": ces is not None, "easy": ces is not None and ces >= 5,
               "n": score is not None, "satisfied": score is not None and score >= desk.satisfied,
               **promoters(mine, desk)}
        each[name] = one
        for k, x in one.items():
            total[k] += x
    return total, each
