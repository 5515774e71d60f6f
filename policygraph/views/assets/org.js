// One organisation: its tasks, partners and indicators; and the list of all organisations by load.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  function entries(id, state) {
    return PG.scoped(state, PG.orgTasks[id] || []);
  }
  function uniqueTasks(rs) {
    const seen = PG.map();
    const out = [];
    rs.forEach(r => {
      if (!seen[r.subject]) {
        seen[r.subject] = true;
        out.push(PG.byId[r.subject]);
      }
    });
    return out.sort((a, b) => a.doc - b.doc || a.index - b.index);
  }

  PG.partners = (id, state) => {
    const seen = PG.map();
    const list = [];
    uniqueTasks(entries(id, state)).forEach(t => {
      const once = PG.map();
      PG.resp(t.id).forEach(r => {
        if (r.organization === id || !PG.byId[r.organization] || once[r.organization]) return;
        once[r.organization] = true;
        if (!seen[r.organization]) {
          seen[r.organization] = { org: PG.byId[r.organization], tasks: [] };
          list.push(seen[r.organization]);
        }
        seen[r.organization].tasks.push(t);
      });
    });
    return list.sort((a, b) => b.tasks.length - a.tasks.length || a.org.index - b.org.index);
  };

  // Duties whose actor it is, each once, by date.
  PG.dutiesOf = (id, state) => uniqueTasks(PG.scoped(state, PG.orgDuties[id] || []));

  function indicatorsOf(id, state) {
    return PG.scoped(state, PG.db.indicators).filter(i => PG.owners(i).list.some(r => r.organization === id));
  }

  function item(t, id, many) {
    const mine = PG.resp(t.id).filter(r => r.organization === id);
    const others = PG.resp(t.id).filter(r => r.organization !== id);
    const own = PG.taskIndicators[t.id] || [];
    return h(
      'li.task',
      h(
        'span.roles',
        mine.map(r => [PG.mark(r.role, r.order), h('span.vh', PG.roleName(r))])
      ),
      h(
        'div',
        h(
          'a.tasklink',
          { href: PG.fact(t.id), 'data-f': t.id },
          t.number ? h('span.no', t.number) : null,
          h('span', t.text)
        ),
        mine.map(PG.badge),
        PG.status(t.id) ? h('span.tag.state', PG.status(t.id)) : null,
        PG.dueTag(t),
        h(
          'p.sub',
          t.area ? h('span.quiet', t.area) : null,
          many ? h('span.quiet', PG.docShort(PG.docOf(t))) : null,
          others.length
            ? h(
                'span',
                h('span.quiet', T('partners') + '：'),
                others.map((r, at) => [
                  at ? '、' : '',
                  PG.mark(r.role, r.order),
                  h('span.vh', PG.roleName(r)),
                  PG.orgName(r)
                ])
              )
            : null
        ),
        own.length
          ? h(
              'p.sub',
              h('span.quiet', T('indicators') + '：'),
              own.map((i, at) => [
                at ? '；' : '',
                i.name + ' ',
                h('strong', PG.valueText(i)),
                i.by ? '（' + i.by + '）' : ''
              ])
            )
          : null,
        PG.dutyLines((PG.taskDuties[t.id] || []).filter(d => owes(d, id)))
      )
    );
  }

  const owes = (fact, id) => PG.resp(fact.id).some(r => r.organization === id);

  // Duties inside a task, one to a line.
  PG.dutyLines = duties =>
    duties.length
      ? h(
          'ul.plain.sub.nodes',
          duties.map(d => h('li', h('a', { href: PG.fact(d.id), 'data-f': d.id }, d.text), PG.dueTag(d), PG.modality(d)))
        )
      : null;

  function groupTasks(list, id, many) {
    const out = [];
    let domain = null;
    let ul = null;
    list.forEach(t => {
      if (domain !== t.doc + (t.domain || '')) {
        domain = t.doc + (t.domain || '');
        ul = h('ul.plain.tasks');
        if (t.domain) out.push(h('h3', t.domain));
        out.push(ul);
      }
      ul.appendChild(item(t, id, many));
    });
    return out;
  }

  function actions(org, tasks) {
    const mine = PG.remember('org') === org.id;
    const graph = PG.db.graphs && PG.db.graphs[org.id];
    const choose = () => {
      PG.remember('org', mine ? null : org.id);
      PG.rerender();
    };
    return h(
      'span.actions.noprint',
      PG.button(mine ? T('unsetMine') : '☆ ' + T('setMine'), choose, { 'aria-pressed': String(mine) }),
      PG.button(T('exportShown'), () => PG.exportTasks(tasks, org.name)),
      PG.button(T('print'), () => window.print()),
      graph ? h('a.button', { href: graph }, T('graph')) : null
    );
  }

  function fromDocuments(state) {
    const titles = PG.inScope(state).map(d => PG.docTitle(d) + (d.number ? '（' + d.number + '）' : ''));
    return h('p.printonly', titles.slice(0, 6).join('；') + ' · ' + P('任务清单', 'Task list'));
  }

  // The region tells namesakes apart.
  function whose(org) {
    const also = (org.aliases || []).length ? P('又称：', 'also: ') + org.aliases.join('、') : null;
    return h('p.quiet.whose', [also, org.region].filter(Boolean).join(' · '));
  }

  function sums(rs, leads, rest, duties, own, partners) {
    const first = rs.filter(r => r.role === 'lead' && !(r.order > 1)).length;
    const named = first < leads.length ? P('（列第一位 ' + first + '）', '(first ' + first + ')') : '';
    return h(
      'p.sum',
      h('span', T('lead'), h('strong', leads.length), named),
      rest.length ? h('span', P('参与', 'takes part in'), h('strong', rest.length)) : null,
      duties.length ? h('span', T('duties'), h('strong', duties.length)) : null,
      h('span', T('indicators'), h('strong', own.length)),
      h('span', P('共同单位', 'partners'), h('strong', partners.length))
    );
  }

  // What a sentence tells it to do, outside the tasks listed above.
  function dutySection(duties, org, many) {
    if (!duties.length) return null;
    const row = d => PG.dueRow(d, { org: org.id, many });
    return h('section', h('h2', T('duties') + ' ', PG.count(duties.length)), PG.growing('ul.plain.tasks', duties, row, 30));
  }

  // What is late, and what is due in the next ninety days: the first thing a bureau asks.
  function soonSection(facts, org, many) {
    const lists = PG.dueLists(facts);
    const near = facts.filter(f => {
      const left = PG.daysLeft(f);
      return left !== null && left >= 0 && left <= 90 && !PG.isDone(f) && !PG.pastReason(PG.docOf(f));
    });
    const all = h('a', { href: PG.to('due', '', { org: org.id }) }, P('全部时限', 'All deadlines'));
    const list = lists.late.concat(near.sort(PG.byDate));
    const head = h('h2', P('已逾期和未来 90 天', 'Overdue and next 90 days') + ' ', PG.count(list.length));
    const row = f => PG.dueRow(f, { org: org.id, many });
    const says = lists.past.length
      ? P('另有 ' + lists.past.length + ' 项在已到期的文件里。', lists.past.length + ' more are in documents that are over.')
      : '';
    return h(
      'section.soon',
      head,
      list.length
        ? PG.growing('ul.plain.tasks', list, row, 8)
        : h('p.quiet', nextOne(lists)),
      h('p.quiet', says + ' ', all)
    );
  }

  // The next day something is due, where nothing is within ninety days.
  function nextOne(lists) {
    const ahead = [].concat.apply([], ['month', 'quarter', 'year', 'later'].map(key => lists[key])).sort(PG.byDate);
    if (!ahead.length) return P('没有。', 'Nothing.');
    const first = ahead.filter(f => f.due.due_until === ahead[0].due.due_until);
    const day = PG.dueDate(first[0].due);
    return P('没有。下一个时限：' + day + '，' + first.length + ' 项。', 'Nothing. Next: ' + day + ', ' + first.length + '.');
  }

  // Gaps and conflicts that touch its tasks, duties and indicators.
  function gapSection(facts) {
    const seen = PG.map();
    const list = [];
    facts.forEach(fact =>
      (PG.findingsOf[fact.id] || []).forEach(f => {
        if (seen[f.id] || PG.dismissed(f)) return;
        seen[f.id] = true;
        list.push({ f, fact });
      })
    );
    if (!list.length) return null;
    const row = one => {
      const link = { href: PG.fact(one.fact.id), 'data-f': one.fact.id };
      return h('li.finding.' + one.f.severity, h('p', h('a.tasklink', link, one.f.message)));
    };
    return h('section', h('h2', T('findings') + ' ', PG.count(list.length)), PG.growing('ul.plain', list, row, 5));
  }

  function taskSection(title, list, id, many) {
    if (!list.length) return null;
    return h('section', h('h2', title + ' ', PG.count(list.length)), groupTasks(list, id, many));
  }

  function indicatorLine(i) {
    const year = i.by ? h('span.quiet', '（' + i.by + '）') : null;
    const inferred = PG.owners(i).how === 'inferred' ? h('span.tag.inferred', T('inferred')) : null;
    const link = h('a', { href: PG.fact(i.id), 'data-f': i.id }, i.name);
    return h('li', link, ' ', h('strong', PG.valueText(i)), year, inferred);
  }

  function indicatorSection(own) {
    const none = h('p.quiet', P('没有落到这个单位的量化指标。', 'No indicator falls to it.'));
    const head = h('h2', T('indicators') + ' ', PG.count(own.length));
    return h('section', head, own.length ? h('ul.plain', own.map(indicatorLine)) : none);
  }

  function partnerSection(org, partners) {
    const bar = p => ({ label: p.org.name, href: PG.to('together', org.id + '+' + p.org.id), value: p.tasks.length });
    const alone = h('p.quiet', P('任务都由它单独承担。', 'It works alone.'));
    const head = h('h2', T('partners') + ' ', PG.count(partners.length));
    return h('section', head, partners.length ? PG.bars(partners.map(bar)) : alone);
  }

  PG.views.org = (main, state) => {
    const org = PG.byId[state.arg];
    if (!org || PG.kindOf[state.arg] !== 'org') {
      PG.append(main, [PG.heading(T('org')), PG.empty(P('没有这个单位。', 'No such organisation.'))]);
      return;
    }
    PG.orgPage(main, org, state);
  };

  PG.orgPage = (main, org, state) => {
    const rs = entries(org.id, state);
    const many = PG.inScope(state).length > 1;
    const tasks = uniqueTasks(rs);
    const leads = uniqueTasks(rs.filter(r => r.role === 'lead'));
    const rest = tasks.filter(t => leads.indexOf(t) < 0);
    const partners = PG.partners(org.id, state);
    const own = indicatorsOf(org.id, state);
    const duties = PG.dutiesOf(org.id, state);
    const inside = d => d.task && tasks.some(t => t.id === d.task);
    const apart = duties.filter(d => !inside(d)).sort(PG.byDate);
    const facts = PG.dueFacts(state).filter(f => PG.answering(f).some(r => r.organization === org.id));
    const zh = '所选文件没有给这个单位安排任务。';
    const nothing = tasks.length + duties.length ? null : PG.empty(P(zh, 'The chosen documents give this organisation no task.'));
    const others = P('责任、配合与指导', 'Responsible, support, guide');
    PG.append(main, [
      fromDocuments(state),
      PG.heading(PG.placed(org), actions(org, tasks)),
      whose(org),
      sums(rs, leads, rest, duties, own, partners),
      PG.legend(rs),
      nothing,
      h(
        'div.columns',
        h(
          'div.wide',
          facts.some(f => f.due) ? soonSection(facts, org, many) : null,
          taskSection(T('leads'), leads, org.id, many),
          taskSection(others, rest, org.id, many),
          dutySection(apart, org, many)
        ),
        h('div.narrow', indicatorSection(own), gapSection(tasks.concat(duties, own)), partnerSection(org, partners))
      )
    ]);
  };

  PG.orgEntries = entries;
  PG.uniqueTasks = uniqueTasks;
})(PG);
