"""Early warning of metrics.md, from the rows of the log: series, baselines, both methods, and the rules on repeats."""
import math
from collections import Counter, defaultdict
from datetime import date, datetime

BASE, GUARD, LEAST, KAPPA, YEAR = 56, 7, 28, 7, 365
LN2 = math.log(2)


def upper_tail(x, mean, size):
    """P(X >= x) of the negative binomial with that mean and size (none: Poisson), summed from x upwards."""
    def log_pmf(k):
        if size is None:
            return k * math.log(mean) - mean - math.lgamma(k + 1)
        return (math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)
                + size * math.log(size / (size + mean)) + k * math.log(mean / (size + mean)))
    total, k = 0.0, x
    while True:
        p = math.exp(log_pmf(k))
        total += p
        if k > mean and p < total * 1e-17:
            return total
        k += 1


class Baseline:
    """Of day t: level, expected count and spread, from the 56 days that end 8 days before it."""

    def __init__(self, count, known, t):
        days = [d for d in range(t - GUARD - BASE, t - GUARD) if d >= known]
        self.days = len(days)
        if self.days < LEAST:
            return
        total, of_day = sum(count[d] for d in days), Counter()
        for d in days:
            of_day[weekday(d)] += count[d]
        raw = [(of_day[w] + KAPPA) / (total / 7 + KAPPA) for w in range(7)]
        f = [x / (sum(raw) / 7) for x in raw]
        e = sum(f[weekday(d)] for d in days)
        rate = (total + .5) / e
        self.mean = rate * f[weekday(t)]
        self.phi = max(1, sum((count[d] - rate * f[weekday(d)]) ** 2 / (rate * f[weekday(d)]) for d in days)
                       / (self.days - 7))
        self.variance = self.phi * self.mean * (1 + f[weekday(t)] / e)

    def p(self, x):
        return upper_tail(x, self.mean, self.mean ** 2 / (self.variance - self.mean))


def weekday(day):
    return date.fromordinal(day).weekday()


class Watch:
    """What `warnings:` of the policy watches, on the days from .. to (ordinals; the last may still be running)."""

    def __init__(self, cases, desk, first_row, a, b, running):
        self.desk = desk
        self.known = self.day(first_row)
        self.first, self.last = self.day(a), self.day(b - 1)
        self.whole = self.last - running
        self.count = defaultdict(Counter)
        self.cases = defaultdict(list)
        seen = set()
        for c in sorted(cases, key=lambda c: c.opened):
            day = self.day(c.opened)
            if c.state == "cancelled" or day > self.last:
                continue
            for column in desk.watched:
                value = c.cls.get(column)
                if not value:
                    continue
                series = c.cls.get("kind", ""), column, value
                self.cases[series].append(c)
                who = c.cls.get("customer") or c
                if (series, day, who) not in seen:
                    seen.add((series, day, who))
                    self.count[series][day] += 1
        since = self.first - YEAR - BASE - GUARD
        self.series = sorted(s for s, n in self.count.items() if any(since <= d for d in n))
        kinds = {c.cls.get("kind", "") for c in cases if since <= self.day(c.opened) <= self.last and c.state != "cancelled"}
        k, budget = len(self.series), desk.budget
        self.alpha_mix = 0.0
        if Baseline(Counter(), self.known, self.first).days >= LEAST:
            self.alpha_mix = min(.01, budget * (self.last - self.first + 1) / (YEAR * len(kinds)))
        self.alpha, self.h = budget / (k * YEAR), max(4, math.log(YEAR * k / budget))

    def day(self, t):
        return datetime.fromtimestamp(t, self.desk.zone).toordinal()

    def spikes(self):
        for s in self.series:
            for day in range(max(self.first, self.known), self.last + 1):
                x, base = self.count[s][day], Baseline(self.count[s], self.known, day)
                if base.days < LEAST or x < 3:
                    continue
                p = base.p(x)
                if p < self.alpha:
                    yield s + (date.fromordinal(day).isoformat(),), {
                        "observed": x, "expected": base.mean, "p": p, "phi": base.phi}

    def rises(self):
        for s in self.series:
            c = 0.0
            for day in range(max(self.first - YEAR, self.known), self.whole + 1):
                x, base = self.count[s][day], Baseline(self.count[s], self.known, day)
                if base.days < LEAST:
                    continue
                c = max(0.0, c + (x * LN2 - base.mean) / base.phi)
                if c > self.h:
                    if day >= self.first:
                        yield s + (date.fromordinal(day).isoformat(),), {
                            "observed": x, "expected": base.mean, "c": c, "phi": base.phi}
                    c = 0.0

    def first_seen(self):
        """Categories of the period that were not there in the 428 days before it."""
        since = self.first - YEAR - BASE - GUARD
        if Baseline(Counter(), self.known, self.first).days < LEAST:
            return
        for s in self.series:
            days = [d for d, n in self.count[s].items() if n and d >= since]
            if s[1] == "category" and min(days) >= self.first:
                yield s + (date.fromordinal(min(days)).isoformat(),)

    def repeats(self, cases):
        """(kind, column, value) that came so many times in less than so long, the last time in the period; the cases
        from the first that counted to the last."""
        for column, count, within in self.desk.repeats:
            lists = defaultdict(list)
            for c in sorted(cases, key=lambda c: c.opened):
                if c.state != "cancelled" and c.cls.get(column) and self.day(c.opened) <= self.last:
                    lists[c.cls.get("kind", ""), column, c.cls[column]].append(c)
            for key, mine in lists.items():
                found = []
                for i in range(count - 1, len(mine)):
                    since = next(k for k, c in enumerate(mine) if mine[i].opened - c.opened < within)
                    if i - since + 1 >= count and self.day(mine[i].opened) >= self.first:
                        found += [since, i]
                if found:
                    yield key, sorted(c.name for c in mine[found[0]:found[-1] + 1])
