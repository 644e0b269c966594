# page-check: is a page of sd what it should be? Prints what is wrong, one finding a line; nothing: it is fine.
#
#	awk -f page-check.awk page.html
#
# Strict, and of its own: no browser, no library. Knows the tags and attributes that sd writes, and no others; so whatever a
# stranger wrote that became a tag, an attribute or an entity is found. Every tag is closed where it belongs, ids are there
# once, references lead somewhere, headings do not skip a level, tables have heads with a scope and a name, a picture
# has a name and says in words what it shows, and each bar of it has its number.

function bad(what) { print FILENAME ":" NR ": " what; found++ }

BEGIN {
	n = split("html head meta title style body header h1 h2 h3 nav main details summary p ul ol li a b span i br " \
		  "div table caption thead tbody tfoot tr th td figure figcaption svg desc g rect path circle text section footer", t, " ")
	for (k = 1; k <= n; k++) tag[t[k]] = 1
	n = split("html.lang meta.charset meta.http-equiv meta.content meta.name h2.id h2.class h3.id h3.class a.href p.class ul.class " \
		  "ol.class li.class i.class span.class nav.aria-label div.class div.role div.tabindex div.aria-label div.aria-labelledby table.class " \
		  "table.aria-label table.aria-labelledby th.scope th.class th.colspan td.class td.colspan section.class section.id " \
		  "svg.viewBox svg.role svg.aria-labelledby title.id desc.id g.class g.fill-opacity rect.class rect.x rect.y " \
		  "rect.width rect.height path.class path.d circle.class circle.cx circle.cy circle.r text.x text.y " \
		  "text.text-anchor tr.class b.class details.class", t, " ")
	for (k = 1; k <= n; k++) attribute[t[k]] = 1
}

NR == 1 && $0 != "<!DOCTYPE html>" { bad("does not begin with <!DOCTYPE html>") }
NR == 1 { next }
in_style { if ($0 ~ /^<\/style>/) { in_style = 0; depth-- } else { if ($0 ~ /@import|url\(|expression|</) bad("style that loads: " $0); next } }

{
	line = $0
	while (length(line)) {
		at = index(line, "<")
		words = at ? substr(line, 1, at - 1) : line
		check_words(words)
		if (words ~ /[^ ]/ && open[depth] ~ /^(|html|head|ul|table|thead|tbody|tr|svg)$/)
			bad("words where none belong: " words)
		if (!at) break
		line = substr(line, at)
		if (!match(line, /^<\/?[a-zA-Z][a-zA-Z0-9]*( [a-zA-Z-]+="[^"<>]*")*\/?>/)) {
			bad("no tag of ours: " substr(line, 1, 60))
			break
		}
		whole = substr(line, 1, RLENGTH)
		line = substr(line, RLENGTH + 1)
		check_tag(whole)
	}
}

function check_words(s) {
	if (s ~ />/) bad("a bare '>': " substr(s, 1, 60))
	gsub(/&(amp|lt|gt|quot|#39);/, "", s)
	if (s ~ /&/) bad("an entity that is not ours: " substr(s, 1, 60))
}

function check_tag(s,    name, rest, a, v, empty) {
	if (s ~ /^<\//) {
		name = substr(s, 3, length(s) - 3)
		if (name == "style") return
		if (open[depth] != name) bad("</" name "> closes <" open[depth] ">")
		depth--
		return
	}
	empty = s ~ /\/>$/
	match(s, /^<[a-zA-Z][a-zA-Z0-9]*/)
	name = substr(s, 2, RLENGTH - 1)
	rest = substr(s, RLENGTH + 1)
	if (!(name in tag)) bad("a tag that is not ours: " name)
	split("", has)
	while (match(rest, /[a-zA-Z-]+="[^"]*"/)) {
		a = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		v = a
		sub(/=.*/, "", a)
		sub(/^[^=]*="/, "", v)
		sub(/"$/, "", v)
		check_words(v)
		if (a in has) bad("twice: " a)
		has[a] = v
		if (!((name "." a) in attribute)) bad("an attribute that is not ours: " name " " a)
	}
	open_tag(name)
	if (empty) {
		if (name !~ /^(path|rect|circle)$/) bad("<" name "/> has to be closed")
		return
	}
	if (name != "meta" && name != "br") open[++depth] = name
	if (name == "style") in_style = 1
}

function open_tag(name) {
	if ("id" in has) {
		if (has["id"] in id) bad("twice: id " has["id"])
		id[has["id"]] = 1
	}
	if ("aria-labelledby" in has) want = want " " has["aria-labelledby"]
	if ("href" in has && has["href"] !~ /^#/) bad("a link to elsewhere: " has["href"])
	if ("href" in has) want = want " " substr(has["href"], 2)
	if (name == "html") lang = has["lang"]
	if (name == "h1" && level++) bad("a second h1")
	if (name == "h2" && !level) bad("h2 before h1")
	if (name == "h2") level = 2
	if (name == "h3" && level < 2) bad("h3 without h2")
	if (name == "table" && !("aria-label" in has) && !("aria-labelledby" in has)) bad("a table without a name")
	if (name == "table") heads = 0
	if (name == "th" && has["scope"] !~ /^(col|row|colgroup|rowgroup)$/) bad("th without scope")
	if (name == "th") heads++
	if (name == "td" && !heads) bad("cells before the head")
	if (name == "svg" && (has["role"] != "img" || !("aria-labelledby" in has))) bad("a picture without a name")
	if (name == "svg") pictures++
	if (name == "desc") gists++
	if (name == "rect" || name == "circle") marks++
	if (name == "title" && depth && open[depth] ~ /^(rect|circle)$/) numbers++
	if (name == "meta" && has["http-equiv"] == "Content-Security-Policy") policy = has["content"]
}

END {
	if (depth) bad("not closed: <" open[depth] ">")
	if (lang !~ /^(en|zh-CN)$/) bad("no language: " lang)
	if (policy !~ /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+\/]+='; base-uri 'none'; form-action 'none'$/)
		bad("another policy: " policy)
	n = split(want, t, " ")
	for (k = 1; k <= n; k++) if (!(t[k] in id)) bad("nothing is called " t[k])
	if (pictures != gists) bad(pictures " pictures, " gists " say what they show")
	if (marks != numbers) bad(marks " marks, " numbers " say their number")
	exit found > 0
}
