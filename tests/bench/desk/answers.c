#include "answers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/digest.h"
#include "stories.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const wishes[2][10] = {
	{ "处理得挺快，就是第一次打电话等了好久", "希望赔付标准能写清楚，别每次都要商量", "服务台周末人太少，多开一个窗口吧",
	  "答应的时间没做到，后来才补了电话", "导视牌看不清楚，B2 绕了两圈", "店员态度很好，没有别的意见",
	  "进口商品最好也有中文的保质期标签", "退款到账太慢，能不能当天退", "处理结果最好发个短信",
	  "停车费的积分抵扣说明太复杂了" },
	{ "quick, thank you; but I had to explain it three times", "please put the rules of return on the receipt",
	  "nobody called back on the day that was promised", "more people at the desk on Saturdays, please",
	  "the app should show where my complaint is", "all fine", "signs in English on B2 would help",
	  "the refund took five days", "tell me the result without my asking", "the parking points are confusing" },
};
static const char *const front[] = { "chen.jie", "liu.yang", "huang.xin", "xu.ting" };
static const char *const seen[] = { "chen.jie", "gao.yan", "huang.xin", "liu.yang", "wu.hao", "xu.ting", "sun.qiang" };
static const char *const remarks[] = { "主动问候，解释清楚", "高峰时没有看顾客", "复述确认做得好", "", "语速偏快", "" };

void answers_begin(struct answersheet *sheet, const struct desk_plan *plan)
{
	*sheet = (struct answersheet){ .plan = plan, .dice = { plan->seed + 2 } };
}

static struct answerrow *add(struct answersheet *sheet, int64_t at, const char *status)
{
	struct answerrow *r;

	MEM_GROW(sheet->row, sheet->n + 1, sheet->alloc);
	r = &sheet->row[sheet->n];
	*r = (struct answerrow){ .at = at, .order = sheet->n++, .form = "survey", .about = "", .status = status,
				 .question = "", .scale = "", .channel = "hotline", .by = "", .text = "", .score = -1 };
	return r;
}

static struct answerrow *say(struct answersheet *sheet, const char *id, const char *by, int64_t at,
			     const char *status, const char *question, const char *scale, int score)
{
	struct answerrow *r = add(sheet, at, status);

	memcpy(r->id, id, strlen(id) + 1);
	r->by = by;
	r->question = question;
	r->scale = scale;
	r->score = score;
	return r;
}

static int was_asked(struct answersheet *sheet, const char *id)
{
	size_t i;

	for (i = 0; i < sheet->nasked; i++)
		if (strcmp(sheet->asked[i], id) == 0)
			return 1;
	MEM_GROW(sheet->asked, i + 1, sheet->alloc_asked);
	memcpy(sheet->asked[i], id, strlen(id) + 1);
	sheet->nasked++;
	return 0;
}

void answers_told(void *ctx, const struct logrow *row, int language)
{
	struct answersheet *sheet = ctx;
	struct dice *d = &sheet->dice;
	const char *by;
	int64_t at;
	uint32_t luck;

	if ((strcmp(row->event, "feedback") != 0 && strcmp(row->event, "callback") != 0) || was_asked(sheet, row->id))
		return;
	by = front[dice_below(d, COUNT(front))];
	at = (row->at / DAY + 1 + dice_below(d, 3)) * DAY + 11 * HOUR + dice_below(d, 8 * HOUR);
	luck = dice_below(d, 100);
	if (luck >= 80 || at > sheet->plan->until)
		return;
	if (luck >= 52) {
		say(sheet, row->id, by, at, luck < 60 ? "refused" : "unreached", "", "", -1);
		return;
	}
	luck = dice_below(d, 100);
	say(sheet, row->id, by, at, "answered", "overall", "5", luck < 14 ? 3 : luck < 55 ? 4 : 5);
	if (dice_percent(d, 60))
		say(sheet, row->id, by, at, "answered", "correct", "yes-no", (int)dice_below(d, 100) >= 6);
	luck = dice_below(d, COUNT(wishes[language]));
	if (dice_percent(d, 40))
		say(sheet, row->id, by, at, "answered", "better", "text", -1)->text = wishes[language][luck];
}

/* The managers watch their people at work, one a few days. */
static void observe(struct answersheet *sheet)
{
	int64_t day;
	struct dice *d = &sheet->dice;

	for (day = sheet->plan->from + 2; day * DAY + 16 * HOUR <= sheet->plan->until; day += 4) {
		struct answerrow *r = add(sheet, day * DAY + 15 * HOUR + dice_below(d, HOUR), "answered");

		r->form = "observation";
		r->question = "overall";
		r->scale = "5";
		r->channel = "";
		r->about = seen[dice_below(d, COUNT(seen))];
		r->score = 3 + (int)dice_below(d, 3);
		r->by = day % 2 ? "li.na" : "he.jun";
		r->text = remarks[dice_below(d, COUNT(remarks))];
	}
}

static int by_time(const void *a, const void *b)
{
	const struct answerrow *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void write_row(FILE *f, const struct answerrow *r, char check[17])
{
	char line[1024], at[26], score[8] = "", hex[DIGEST_HEX + 1];
	const char *quote = strpbrk(r->text, ",\"") ? "\"" : "";
	struct digest_piece piece[3];
	int n;

	time_format(r->at, at);
	if (r->score >= 0)
		snprintf(score, sizeof(score), "%d", r->score % 100);
	n = snprintf(line, sizeof(line), "%s,,%s,%s,%s,%s,%s,%s,%s,%s,%s,,%s%s%s", at, r->form, r->id, r->about,
		     r->status, r->question, score, r->scale, r->channel, r->by, quote, r->text, quote);
	if (n < 0 || (size_t)n >= sizeof(line))
		abort();
	piece[0] = (struct digest_piece){ check, strlen(check) };
	piece[1] = (struct digest_piece){ ",", 1 };
	piece[2] = (struct digest_piece){ line, (size_t)n };
	digest_hex_pieces(piece, 3, hex);
	memcpy(check, hex, 16);
	check[16] = '\0';
	fprintf(f, "%s,%s\n", line, check);
}

int answers_end(struct answersheet *sheet, FILE *f)
{
	char check[17] = "check";
	size_t i;
	int failed;

	observe(sheet);
	if (sheet->n)
		qsort(sheet->row, sheet->n, sizeof(*sheet->row), by_time);
	if (f)
		fprintf(f, "at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check\n");
	for (i = 0; f && i < sheet->n; i++)
		write_row(f, &sheet->row[i], check);
	free(sheet->row);
	free(sheet->asked);
	if (!f)
		return -1;
	failed = ferror(f);
	return fclose(f) != 0 || failed ? -1 : 0;
}
