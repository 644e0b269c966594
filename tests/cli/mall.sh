# shellcheck shell=sh
# The desk of the report tests: one complaint late, one due today, a duplicate, a question answered on the spot.
mall() {
	mkdir -p mall
	t_policy mall/policy.yaml mini <<'END'
kinds:
  complaint: { label: {zh: 投诉}, severities: { general: {label: {zh: 一般}}, major: {label: {zh: 重大}} } }
  consultation: { label: {zh: 咨询} }
channels: { hotline: {label: {zh: 热线}}, suggestion-box: {label: {zh: 意见箱}} }
departments: { merchandise: {label: {zh: 商品部}} }
categories: { expired: {label: {zh: 过期}}, price: {label: {zh: 价格}} }
fields: { supplier: {label: {zh: 供应商}} }
calendars: { store: { hours: { mon-sun: ["10:00-22:00"] } } }
clocks:
  - { clock: first-response, from: open, until: [respond, resolve], within: 30m, calendar: store }
  - { clock: resolve, from: open, until: resolve, within: 24h, label: {zh: 解决} }
targets: { resolve: ">= 90%", handling-rate: ">= 50%", csat: ">= 85%" }
END
	t_file mall/cases.csv <<'END'
at,logged,case,event,by,kind,channel,category,severity,customer,department,owner,due,detail,supplier,text
2026-11-19T11:00:00+08:00,,20261119-0001,open,li.na,complaint,hotline,expired,major,c01,merchandise,wang.fang,,,acme,"milk, past its date"
2026-11-20T09:00:00+08:00,2026-11-20T12:00:00+08:00,20261120-0001,open,li.na,complaint,suggestion-box,price,general,c02,,,,,,
2026-11-20T12:05:00+08:00,,20261120-0001,respond,li.na,,,,,,,,,,,
2026-11-20T12:10:00+08:00,,20261120-0002,open,li.na,consultation,hotline,price,,c03,,,,,,多少钱？
2026-11-20T12:12:00+08:00,,20261120-0002,respond,li.na,,,,,,,,,,,
2026-11-20T12:12:00+08:00,,20261120-0002,resolve,li.na,,,,,,,,,,,
2026-11-20T13:00:00+08:00,,20261120-0003,open,li.na,complaint,hotline,expired,general,c02,,,,,acme,
2026-11-20T13:05:00+08:00,,20261120-0003,cancel,li.na,,,,,,,,,duplicate:20261119-0001,,
2026-11-20T13:10:00+08:00,,20261119-0001,respond,wang.fang,,,,,,,,,,,
2026-11-20T14:00:00+08:00,,20261120-0001,hold,li.na,,,,,,,,,customer,,
2026-11-20T15:00:00+08:00,,20261120-0001,resume,li.na,,,,,,,,,,,
END
	t_now 2026-11-21T09:30:00+08:00
}
