// Gaps, conflicts, doubtful links: what somebody should look at, and the oddities of the text itself.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const ORDER = ['error', 'warning', 'info'];
  const FEW = 8; // facts named under a finding

  function title(code) {
    const both = (PG.db.codes || {})[code];
    return both ? P(both[0], both[1] || both[0]) : code;
  }

  // What the message already says is not said again: the link then only leads to it.
  function factLink(fact, message) {
    const kind = PG.kindOf[fact.id];
    const name = fact.name || fact.text || fact.mention || fact.title || '';
    if (kind === 'org') return h('a', { href: PG.to('org', fact.id) }, name);
    const attrs = { href: PG.fact(fact.id), 'data-f': fact.id };
    const number = fact.number ? fact.number + ' ' : '';
    if (name && message.indexOf(name) >= 0) {
      attrs['aria-label'] = P('看原文：', 'See the text: ') + number + name;
      return h('a', attrs, P('看原文', 'See the text') + (number ? '（' + T(kind) + ' ' + fact.number + '）' : ''));
    }
    return [h('a', attrs, T(kind) + '：' + number + name), kind === 'indicator' ? ' ' + PG.valueText(fact) : null];
  }

  function evidence(finding) {
    const facts = (finding.facts || []).map(id => PG.byId[id]).filter(Boolean);
    const rest = facts.length - FEW;
    const more = rest > 0 ? h('li.quiet', P('等 ' + facts.length + ' 条', facts.length + ' in all')) : null;
    const links = facts.slice(0, FEW).map(fact => h('li', factLink(fact, finding.message)));
    return facts.length ? h('ul.plain.sub.inline', links, more) : null;
  }

  const whose = fact => (PG.db.documents.length > 1 ? h('span.quiet', ' ' + PG.docShort(PG.docOf(fact))) : null);

  function findingRow(f) {
    const spec = 'li.finding.' + f.severity + (PG.dismissed(f) ? '.off' : '');
    return h(
      spec,
      h('p', f.message, whose(f)),
      evidence(f),
      f.key ? PG.verdict(f.key, f.message, f.decision) : null
    );
  }

  function issueRow(issue) {
    const doc = PG.docOf(issue);
    const span = (issue.spans || [])[0];
    const link = span ? { href: PG.to('text', doc.id, { at: String(span[0]) }) } : null;
    const words = span ? h('a', link, '“' + PG.flat(PG.quote(doc, span)).slice(0, 24) + '”') : null;
    return h('li.finding.' + issue.severity, issue.message, ' ', words, whose(issue));
  }

  function levels(all, level) {
    const one = key => {
      const n = all.filter(f => !key || f.severity === key).length;
      if (key && !n) return null;
      const attrs = { class: 'toggle', 'aria-pressed': String(level === key) };
      return PG.button([key ? T(key) : T('any'), h('span.n', n)], () => PG.replace({ level: key }), attrs);
    };
    return h('span.chipset', { role: 'group', 'aria-label': T('severity') }, [''].concat(ORDER).map(one));
  }

  // Findings of one code together, the worst first.
  function byCode(list) {
    const seen = PG.map();
    const out = [];
    ORDER.forEach(severity =>
      list.forEach(f => {
        if (f.severity !== severity) return;
        const key = severity + f.code;
        if (!seen[key]) out.push((seen[key] = []));
        seen[key].push(f);
      })
    );
    return out;
  }

  function block(same) {
    const severity = h('span.sev.' + same[0].severity, T(same[0].severity));
    const head = h('h2', severity, ' ', title(same[0].code), ' ', PG.count(same.length));
    return h('section', head, PG.growing('ul.plain.findings', same, findingRow, 12));
  }

  // What people decided comes last: it is done.
  function settled(list) {
    if (!list.length) return null;
    const head = P('已经处理的', 'Decided') + ' ';
    return h(
      'section',
      h('h2', head, PG.count(list.length)),
      PG.growing('ul.plain.findings', list, findingRow, 12)
    );
  }

  PG.views.findings = (main, state) => {
    const all = PG.scoped(state, PG.db.findings);
    const level = state.q.level || '';
    const list = all.filter(f => !level || f.severity === level);
    const open = list.filter(f => !PG.verdictOn(f));
    const issues = PG.scoped(state, PG.db.issues);
    const zh = '程序对照原文发现的缺口、矛盾和存疑之处，供人核对；不是对文件的结论。';
    main.appendChild(PG.heading(T('findings') + ' ', PG.count(open.length)));
    main.appendChild(h('p.quiet', P(zh, 'Gaps, conflicts and doubts found by rules, for people to check.')));
    if (all.length) main.appendChild(h('div.filters.noprint', levels(all, level)));
    if (!open.length) {
      const done = list.length
        ? P('都已经处理。', 'All are decided.')
        : P('没有需要核查的地方。', 'Nothing to check.');
      main.appendChild(PG.empty(done));
    }
    PG.append(main, [byCode(open).map(block), settled(list.filter(PG.verdictOn))]);
    if (!issues.length) return;
    const head = h('h2', P('读取原文时的提示', 'Oddities of the text') + ' ', PG.count(issues.length));
    main.appendChild(h('section', head, PG.growing('ul.plain.findings', issues, issueRow, 12)));
  };
})(PG);
