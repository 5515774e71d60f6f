// What is due by when: a list in buckets, of one bureau or of all, with its way to a calendar.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const STEP = 15;
  const KINDS = ['task', 'duty', 'indicator'];

  const plain = fact => fact.text || fact.name;
  function words(fact) {
    if (PG.kindOf[fact.id] !== 'indicator') return plain(fact);
    return [fact.name + ' ', h('strong', PG.valueText(fact))];
  }

  // One thing that is due: date, what, who, where it stands.
  PG.dueRow = (fact, options) => {
    const kind = PG.kindOf[fact.id];
    const status = PG.status(fact.id);
    const who = PG.answering(fact).filter(r => r.organization !== options.org);
    const few = who.slice(0, 4);
    return h(
      'li.task.due',
      h('span.when', PG.dueTag(fact) || h('span.quiet', '—')),
      h(
        'div',
        h('a.tasklink', { href: PG.fact(fact.id), 'data-f': fact.id }, h('span.kindmark', T(kind)), h('span', words(fact))),
        status ? h('span.tag.state', status) : null,
        PG.modality(fact),
        h(
          'p.sub',
          few.length ? PG.chips(few) : null,
          who.length > 4 ? h('span.quiet', P('等 ' + who.length + ' 家', who.length + ' in all')) : null,
          kind === 'task' ? PG.missing(fact) : null,
          options.many ? h('span.quiet', PG.docShort(PG.docOf(fact))) : null
        )
      )
    );
  };

  // How binding a duty is, where it is not simply must.
  const MODES = {
    should: ['应当', 'should'],
    encourage: ['鼓励', 'encouraged'],
    explore: ['探索', 'explore'],
    may: ['可以', 'may'],
    forbid: ['不得', 'must not']
  };
  PG.modality = fact =>
    MODES[fact.modality] ? h('span.tag.plain', P(MODES[fact.modality][0], MODES[fact.modality][1])) : null;

  const owes = (fact, org) => PG.answering(fact).some(r => r.organization === org);

  // Bureaus that have something to do in the documents in view, each with its place: [[id, words]].
  PG.orgChoices = (state, place) =>
    PG.busyOrgs(state)
      .filter(o => !place || (o.org.region || '') === place)
      .map(o => [o.org.id, PG.placed(o.org) + '（' + o.n + '）']);

  function tools(state, shown, org) {
    const choices = [['', P('全部单位', 'All organisations')]].concat(PG.orgChoices(state));
    if (org && !choices.some(c => c[0] === org)) choices.push([org, PG.placed(PG.byId[org])]);
    const off = (state.q.off || '').split(',');
    const kinds = KINDS.map(kind => {
      const on = off.indexOf(kind) < 0;
      const next = KINDS.filter(k => (k === kind ? on : off.indexOf(k) >= 0)).join(',');
      return PG.button(T(kind), () => PG.replace({ off: next }), { class: 'toggle', 'aria-pressed': String(on) });
    });
    const stated = PG.button(P('只看原文写明', 'Stated only'), () => PG.replace({ stated: state.q.stated ? '' : '1' }), {
      class: 'toggle',
      'aria-pressed': String(Boolean(state.q.stated))
    });
    const soon = PG.button(P('未来 90 天', 'Next 90 days'), () => PG.replace({ within: state.q.within ? '' : '90' }), {
      class: 'toggle',
      'aria-pressed': String(Boolean(state.q.within))
    });
    const save = () => {
      PG.download(P('时限', 'due') + '.ics', PG.calendar(shown), 'text/calendar;charset=utf-8');
      PG.say(P('已导出日历', 'Calendar exported'));
    };
    return h(
      'div.filters.noprint',
      PG.select(T('org_one'), org || '', choices, v => PG.replace({ org: v })),
      PG.filterBox(state, P('筛选', 'Filter')),
      h('span.chipset', { role: 'group', 'aria-label': T('legend') }, kinds, soon, stated),
      h('span.grow'),
      PG.button(P('导出日历（.ics）', 'Calendar (.ics)'), save),
      PG.button(T('print'), () => window.print())
    );
  }

  function bucket(key, list, options) {
    if (!list.length) return null;
    const name = PG.bucketName(key);
    return h(
      'section.bucket.b-' + key,
      { id: 'due-' + key },
      h('h2', name + ' ', PG.count(list.length)),
      PG.growing('ul.plain.tasks', list, fact => PG.dueRow(fact, options), STEP)
    );
  }

  // Documents that are over, and what is reported done: there, but not in the way.
  function folded(title, list, options, says) {
    if (!list.length) return null;
    const inside = h('div');
    const box = h('details.folded', h('summary', title + ' ', PG.count(list.length)), inside);
    box.addEventListener('toggle', () => {
      if (box.open && !inside.firstChild)
        PG.append(inside, [says || null, PG.growing('ul.plain.tasks', list, fact => PG.dueRow(fact, options), STEP)]);
    });
    return box;
  }

  function whyPast(list) {
    const docs = PG.db.documents.filter(d => PG.pastReason(d) && list.some(f => f.doc === d.index));
    return h('ul.plain.quiet', docs.slice(0, 40).map(d => h('li', PG.docTitle(d) + '：' + PG.pastReason(d))));
  }

  function summary(lists) {
    const links = PG.BUCKETS.filter(b => lists[b[0]].length).map(b =>
      PG.button(
        [PG.bucketName(b[0]), h('span.n', lists[b[0]].length)],
        () => document.getElementById('due-' + b[0]).scrollIntoView({ block: 'start' }),
        { class: 'jump j-' + b[0] }
      )
    );
    return h('p.filters.noprint', links);
  }

  // The facts the address asks for: a bureau, kinds, words, stated only, within so many days.
  function wanted(state) {
    const off = (state.q.off || '').split(',');
    const text = PG.fold(state.q.w || '');
    const within = Number(state.q.within) || 0;
    return PG.dueFacts(state).filter(fact => {
      if (off.indexOf(PG.kindOf[fact.id]) >= 0) return false;
      if (state.q.org && !owes(fact, state.q.org)) return false;
      if (state.q.stated && PG.dueInferred(fact)) return false;
      const left = PG.daysLeft(fact);
      if (within && (left === null || left < 0 || left > within)) return false;
      return !text || PG.fold(plain(fact) + PG.answering(fact).map(PG.orgName).join(' ')).indexOf(text) >= 0;
    });
  }

  PG.views.due = (main, state) => {
    const org = PG.kindOf[state.q.org] === 'org' ? state.q.org : '';
    const lists = PG.dueLists(wanted(state));
    const live = [].concat.apply([], PG.BUCKETS.map(b => lists[b[0]]));
    const options = { org, many: PG.inScope(state).length > 1 };
    const title = org ? PG.placed(PG.byId[org]) + ' · ' + T('due') : T('due');
    const day = P('按 ' + PG.today() + ' 计', 'as of ' + PG.today());
    PG.listed = live.concat(lists.done, lists.past).map(f => f.id);
    PG.append(main, [
      PG.heading(title, h('span.quiet', day)),
      tools(state, live, org),
      summary(lists),
      live.length ? null : PG.empty(nothing(lists)),
      PG.BUCKETS.map(b => bucket(b[0], lists[b[0]], options)),
      folded(P('已报完成', 'Reported done'), lists.done, options),
      folded(P('所在文件已到期、失效或废止', 'In documents that are over'), lists.past, options, whyPast(lists.past))
    ]);
  };

  function nothing(lists) {
    if (lists.past.length + lists.done.length)
      return P(
        '没有仍在期限内的事项；已到期文件和已完成的在下面。',
        'Nothing is pending; what is over or done is below.'
      );
    return P('没有符合条件的事项。', 'Nothing passes the filters.');
  }
})(PG);
