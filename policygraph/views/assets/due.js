// When things are due, against the day of the reader's browser: dates, buckets, and what is over and done with.
(function (PG) {
  'use strict';
  const h = PG.h;
  const P = PG.P;
  const DAY = 86400000;

  const two = n => (n < 10 ? '0' : '') + n;
  const iso = d => d.getFullYear() + '-' + two(d.getMonth() + 1) + '-' + two(d.getDate());
  const parts = day => day.split('-').map(Number);
  // The day everything is measured by; an address may name another (today=2025-03-01), to look back or ahead.
  PG.today = () => (/^\d{4}-\d\d-\d\d$/.test(PG.state.q.today || '') ? PG.state.q.today : iso(new Date()));
  const days = (from, to) => {
    const a = parts(from);
    const b = parts(to);
    return Math.round((Date.UTC(b[0], b[1] - 1, b[2]) - Date.UTC(a[0], a[1] - 1, a[2])) / DAY);
  };
  PG.daysLeft = fact => (fact.due && fact.due.due_until ? days(PG.today(), fact.due.due_until) : null);

  // What the fact says in its own place is stated; what comes from a heading, an indicator or the plan is a reading.
  PG.dueInferred = fact => Boolean(fact.due) && fact.due.source === 'inherited';

  const LAST = { 3: 1, 6: 2, 9: 3, 12: 4 };
  function dated(until, precision) {
    const at = parts(until);
    if (precision === 'day') return P(at[0] + '年' + at[1] + '月' + at[2] + '日前', 'by ' + until);
    if (precision === 'quarter' && LAST[at[1]])
      return P(at[0] + '年第' + LAST[at[1]] + '季度', at[0] + ' Q' + LAST[at[1]]);
    if (precision === 'half') return P(at[0] + (at[1] < 7 ? '年上半年' : '年下半年'), at[0] + (at[1] < 7 ? ' H1' : ' H2'));
    if (precision === 'month') return P(at[0] + '年' + at[1] + '月底前', 'by ' + until.slice(0, 7));
    return P(at[0] + '年底前', 'by end of ' + at[0]);
  }
  // The date as people say it; nothing where there is none.
  PG.dueDate = due => (due && due.due_until ? dated(due.due_until, due.precision) : (due && due.recurrence) || '');

  const FROM = () => ({
    inherited: P('推断：取自上级标题、所含指标或规划期', 'a reading: from a heading, an indicator or the plan’s horizon'),
    duty: P('取自任务内的工作节点', 'from a step inside the task'),
    label: P('原文标注', 'from its label'),
    column: P('原文表格的时限一栏', 'from the column of the table'),
    own: P('原文本句', 'from its own sentence')
  });
  // A date for a list: the day, the wording where it says something else, and whether it was read or stated.
  PG.dueTag = fact => {
    const due = fact.due;
    if (!due) return null;
    const date = PG.dueDate(due);
    const weak = PG.dueInferred(fact);
    const text = date || due.text || '';
    const said = due.text && due.text !== text ? P('原文：', 'as written: ') + due.text + '；' : '';
    const late = PG.isOverdue(fact);
    return text
      ? h(
          'span.tag.date' + (weak ? '.inferred' : '') + (late ? '.late' : ''),
          { title: said + (FROM()[due.source] || '') },
          text,
          weak ? h('span.small', P('（推断）', ' (inferred)')) : null
        )
      : null;
  };
  // The same in the panel: date, wording, source in words.
  PG.dueLine = fact => {
    const due = fact.due;
    if (!due) return null;
    const written = due.source !== 'inherited' && due.text && due.text !== PG.dueDate(due) ? due.text : '';
    return [
      PG.dueTag(fact) || h('span', due.text),
      written ? h('span.quiet', ' ' + P('原文：', 'as written: ') + written) : null,
      h('span.quiet', ' ' + (FROM()[due.source] || ''))
    ];
  };

  const DONE = /已完成|办结|完成$/;
  PG.isDone = fact => {
    const own = PG.status(fact.id) || (fact.task ? PG.status(fact.task) : '');
    return DONE.test(own) && !/未完成/.test(own);
  };
  // Why a document is no longer in force today, or nothing.
  PG.pastReason = doc => {
    const today = PG.today();
    const ends = doc.horizon || (doc.profile && doc.profile.annual) || '';
    const over = (day, last) => day && (day + last.slice(day.length)) < today;
    if (doc.repealed) return P('已废止', 'repealed');
    if (over(doc.expires, '9999-12-31')) return P('已失效', 'expired');
    if (over(String(ends), '9999-12-31')) return P('规划期已过（' + ends + '）', 'past its horizon (' + ends + ')');
    return '';
  };
  PG.isOverdue = fact => {
    const left = PG.daysLeft(fact);
    return left !== null && left < 0 && !PG.isDone(fact) && !PG.pastReason(PG.docOf(fact));
  };

  PG.BUCKETS = [
    ['late', '已逾期', 'Overdue'],
    ['month', '本月', 'This month'],
    ['quarter', '本季度', 'This quarter'],
    ['year', '今年内', 'This year'],
    ['later', '以后', 'Later'],
    ['always', '长期', 'Standing'],
    ['none', '原文未写', 'No date in the text']
  ];
  PG.bucketName = key => {
    const one = PG.BUCKETS.filter(b => b[0] === key)[0];
    return P(one[1], one[2]);
  };
  // The bucket of a fact in force; done or over facts are left to ``PG.dueLists``.
  PG.bucketOf = fact => {
    const due = fact.due;
    if (!due || !(due.due_until || due.recurrence || due.text)) return 'none';
    if (!due.due_until) return 'always';
    const now = parts(PG.today());
    const then = parts(due.due_until);
    if (due.due_until < PG.today()) return 'late';
    if (then[0] > now[0]) return 'later';
    if (then[1] === now[1]) return 'month';
    return Math.ceil(then[1] / 3) === Math.ceil(now[1] / 3) ? 'quarter' : 'year';
  };

  // Who answers for a task, a duty or an indicator, in one list of responsibilities.
  PG.answering = fact => (PG.kindOf[fact.id] === 'indicator' ? PG.owners(fact).list : PG.resp(fact.id));

  // Everything that can be due, of the documents in view. A step that only repeats its task is not listed beside it.
  PG.dueFacts = state => {
    const tasks = PG.scoped(state, PG.db.tasks);
    const duties = PG.scoped(state, PG.db.duties).filter(d => d.due || !d.task);
    const told = PG.map();
    duties.forEach(d => {
      if (d.task && d.due) told[d.task + d.due.due_until] = true;
    });
    const own = t => !(t.due && t.due.source === 'duty' && told[t.id + t.due.due_until]);
    return tasks.filter(own).concat(duties.filter(d => d.modality !== 'may'), PG.scoped(state, PG.db.indicators));
  };

  const byDate = (a, b) => {
    const x = (a.due && a.due.due_until) || '9999';
    const y = (b.due && b.due.due_until) || '9999';
    return x < y ? -1 : x > y ? 1 : PG.dueInferred(a) - PG.dueInferred(b) || a.doc - b.doc || a.spans[0][0] - b.spans[0][0];
  };
  PG.byDate = byDate;
  // {late: […], month: […], …, done: […], past: […]}, each by date.
  PG.dueLists = facts => {
    const out = { done: [], past: [] };
    PG.BUCKETS.forEach(b => {
      out[b[0]] = [];
    });
    const over = PG.db.documents.map(PG.pastReason);
    facts.forEach(fact => {
      out[over[fact.doc] ? 'past' : PG.isDone(fact) ? 'done' : PG.bucketOf(fact)].push(fact);
    });
    Object.keys(out).forEach(key => out[key].sort(byDate));
    return out;
  };

  // ---- calendar ----------------------------------------------------------------------------------------

  const escaped = text => PG.flat(text).replace(/[\\;,]/g, '\\$&');
  // Lines of at most 75 bytes, cut between characters, as RFC 5545 wants them.
  function folded(line) {
    const out = [''];
    let bytes = 0;
    Array.from(line).forEach(c => {
      const code = c.codePointAt(0);
      const size = code < 128 ? 1 : code < 2048 ? 2 : code < 65536 ? 3 : 4;
      if (bytes + size > 74) {
        out.push(' ');
        bytes = 1;
      }
      out[out.length - 1] += c;
      bytes += size;
    });
    return out.join('\r\n');
  }
  function event(fact, stamp) {
    const until = parts(fact.due.due_until);
    const day = fact.due.due_until.replace(/-/g, '');
    const after = iso(new Date(until[0], until[1] - 1, until[2] + 1)).replace(/-/g, '');
    const weak = PG.dueInferred(fact) ? P('（推断）', '(inferred) ') : '';
    const who = PG.answering(fact).map(PG.orgName).join('、');
    const lines = [
      'BEGIN:VEVENT',
      'UID:' + fact.id + '@policygraph',
      'DTSTAMP:' + stamp,
      'DTSTART;VALUE=DATE:' + day,
      'DTEND;VALUE=DATE:' + after,
      'SUMMARY:' + escaped(weak + (fact.text || fact.name + ' ' + PG.valueText(fact))),
      'DESCRIPTION:' + escaped((who ? who + '。' : '') + PG.citationText(fact)),
      'TRANSP:TRANSPARENT',
      'END:VEVENT'
    ];
    return lines.map(folded);
  }
  PG.calendar = facts => {
    const stamp = new Date().toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
    const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//policygraph//due//ZH', 'CALSCALE:GREGORIAN'];
    const events = facts.filter(f => f.due && f.due.due_until).map(f => event(f, stamp));
    return [].concat.apply(head, events).concat('END:VCALENDAR').join('\r\n') + '\r\n';
  };
})(PG);
