# The question of the benchmark in awk. For each kind and severity (the one in force when it happened) the
# cases answered within 5 minutes and those resolved within 24 hours, and the median time to resolve; for each
# category the cases received, less those cancelled. `text` stands last, so that its commas do not matter here.

function seconds(t,   d, y, m) {
	d = substr(t, 1, 10)
	if (!(d in midnight)) {
		y = substr(t, 1, 4) + 0
		m = substr(t, 6, 2) + 0
		if (m < 3) {
			y--
			m += 12
		}
		midnight[d] = 86400 * (365 * y + int(y / 4) - int(y / 100) + int(y / 400) + \
			int((153 * m - 457) / 5) + substr(t, 9, 2))
	}
	return midnight[d] + substr(t, 12, 2) * 3600 + substr(t, 15, 2) * 60 + substr(t, 18, 2)
}

# The k-th smallest of x[g, 1..n] (Hoare's selection).
function smallest(g, n, k,   lo, hi, i, j, p, t) {
	lo = 1
	hi = n
	while (lo < hi) {
		p = x[g, int((lo + hi) / 2)]
		i = lo
		j = hi
		while (i <= j) {
			while (x[g, i] < p)
				i++
			while (x[g, j] > p)
				j--
			if (i <= j) {
				t = x[g, i]
				x[g, i++] = x[g, j]
				x[g, j--] = t
			}
		}
		if (k <= j)
			hi = j
		else if (k >= i)
			lo = i
		else
			break
	}
	return x[g, k]
}

BEGIN {
	FS = ","
}
NR == 1 {
	next
}
$4 == "open" {
	opened[$3] = seconds($1)
	kind[$3] = $6
	first[$3] = $6 "," $9
}
$8 != "" {
	category[$3] = $8
}
$9 != "" {
	severity[$3] = $9
}
$4 == "respond" && !($3 in answered) {
	answered[$3] = seconds($1)
}
$4 == "resolve" && !($3 in resolved) {
	resolved[$3] = seconds($1)
}
$4 == "cancel" {
	cancelled[$3] = 1
}
END {
	for (c in opened) {
		if (c in answered && answered[c] - opened[c] <= 300)
			quick[first[c]]++
		if (c in cancelled)
			continue
		received[category[c]]++
		g = kind[c] "," severity[c]
		if (!(c in resolved))
			continue
		x[g, ++n[g]] = resolved[c] - opened[c]
		if (x[g, n[g]] <= 86400)
			done[g]++
	}
	for (g in quick)
		print "answered," g "," quick[g]
	for (g in done)
		print "resolved," g "," done[g]
	for (c in received)
		print "received," c "," received[c]
	for (g in n)
		print "median " g " " (smallest(g, n[g], int((n[g] + 1) / 2)) + \
			smallest(g, n[g], int(n[g] / 2) + 1)) / 2 >"/dev/stderr"
}
