"""The period before, and whether a difference from it is more than chance."""
import math
from datetime import datetime, timedelta
from fractions import Fraction
from math import comb


def before(period, a, b, t, running, zone):
    """[a, b) of the period before and the instant at which it was as old as this one is at t."""
    first, end = (datetime.fromtimestamp(x, zone) for x in (a, b - running))
    if period == "month":
        start = (first - timedelta(days=1)).replace(day=1)
    elif period == "day":
        start = first - timedelta(days=7)
    else:
        days = (datetime.fromtimestamp(b - 1, zone).date() - first.date()).days + 1
        start = first - timedelta(days=days)
    if not running:
        stop = first if period != "day" else start + timedelta(days=1)
        return stamp(start), stamp(stop), stamp(stop) + t - b
    stop = min(end - (first - start) if period != "month" else start + (end - first), first)
    return stamp(start), stamp(stop) + 1, stamp(stop)


def stamp(moment):
    return int(moment.timestamp())


def shares(n, of, m, out_of):
    """Pearson's chi-square of two shares; Fisher's exact test where fewer than 5 are expected in a cell."""
    all_of, ends = of + out_of, n + m
    least = min(of, out_of) * min(ends, all_of - ends)
    if least < 5 * all_of:
        ways = {k: comb(of, k) * comb(out_of, ends - k) for k in range(max(0, ends - out_of), min(of, ends) + 1)}
        return float(Fraction(sum(w for w in ways.values() if w <= ways[n]), sum(ways.values())))
    chi = all_of * (n * (out_of - m) - m * (of - n)) ** 2 / (of * out_of * ends * (all_of - ends))
    return math.erfc(math.sqrt(chi / 2))


def means(n, of, m, out_of):
    """Conditional binomial: of all that happened, those of this period, at its share of the bases."""
    total = n + m
    ways = [comb(total, k) * of ** k * out_of ** (total - k) for k in range(total + 1)]
    return float(Fraction(sum(w for w in ways if w <= ways[n]), (of + out_of) ** total))
