// Gaps, conflicts, doubtful links: what somebody should look at, and the oddities of the text itself.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const ORDER = ['error', 'warning', 'info'];

  function title(code) {
    const both = (PG.db.codes || {})[code];
    return both ? P(both[0], both[1] || both[0]) : code;
  }

  function evidence(finding) {
    const facts = (finding.facts || []).map(id => PG.byId[id]).filter(Boolean);
    return facts.length
      ? h(
          'ul.plain.sub',
          facts.slice(0, 8).map(fact => {
            const kind = PG.kindOf[fact.id];
            return h(
              'li',
              kind === 'org'
                ? h('a', { href: PG.to('org', fact.id) }, fact.name)
                : h(
                    'a',
                    { href: PG.fact(fact.id), 'data-f': fact.id },
                    T(kind) +
                      '：' +
                      (fact.number ? fact.number + ' ' : '') +
                      (fact.name || fact.text || fact.mention || fact.title || '')
                  ),
              ' ',
              kind === 'indicator' ? PG.valueText(fact) : null
            );
          }),
          facts.length > 8 ? h('li.quiet', P('等 ' + facts.length + ' 条', facts.length + ' in all')) : null
        )
      : null;
  }

  function issueRow(issue) {
    const doc = PG.docOf(issue);
    const span = (issue.spans || [])[0];
    return h(
      'li.finding.' + issue.severity,
      issue.message,
      span
        ? [
            ' ',
            h(
              'a',
              { href: PG.to('text', doc.id, { at: String(span[0]) }) },
              '“' + PG.flat(PG.quote(doc, span)).slice(0, 24) + '”'
            )
          ]
        : null,
      PG.db.documents.length > 1 ? h('span.quiet', ' ' + PG.docShort(doc)) : null
    );
  }

  PG.views.findings = (main, state) => {
    const all = PG.scoped(state, PG.db.findings);
    const level = state.q.level || '';
    const list = all.filter(f => !level || f.severity === level);
    const issues = PG.scoped(state, PG.db.issues);
    const codes = [];
    main.appendChild(PG.heading(T('findings') + ' ', PG.count(list.length)));
    main.appendChild(
      h(
        'p.quiet',
        P(
          '程序对照原文发现的缺口、矛盾和存疑之处，供人核对；不是对文件的结论。',
          'Gaps, conflicts and doubts found by rules, for people to check.'
        )
      )
    );
    main.appendChild(
      h(
        'div.filters.noprint',
        h(
          'span.chipset',
          { role: 'group', 'aria-label': T('severity') },
          [''].concat(ORDER).map(key => {
            const n = all.filter(f => !key || f.severity === key).length;
            return key && !n
              ? null
              : PG.button(
                  [key ? T(key) : T('any'), h('span.n', n)],
                  () => {
                    PG.replace({ level: key });
                  },
                  { class: 'toggle', 'aria-pressed': String(level === key) }
                );
          })
        )
      )
    );
    if (!list.length) main.appendChild(PG.empty(P('没有需要核查的地方。', 'Nothing to check.')));
    ORDER.forEach(severity => {
      list
        .filter(f => f.severity === severity)
        .forEach(f => {
          if (codes.indexOf(severity + f.code) < 0) codes.push(severity + f.code);
        });
    });
    codes.forEach(key => {
      const same = list.filter(f => f.severity + f.code === key);
      main.appendChild(
        h(
          'section',
          h(
            'h2',
            h('span.sev.' + same[0].severity, T(same[0].severity)),
            ' ',
            title(same[0].code),
            ' ',
            PG.count(same.length)
          ),
          PG.growing(
            'ul.plain.findings',
            same,
            f =>
              h(
                'li.finding.' + f.severity,
                h(
                  'p',
                  f.message,
                  PG.db.documents.length > 1 ? h('span.quiet', ' ' + PG.docShort(PG.docOf(f))) : null
                ),
                evidence(f),
                f.key ? PG.verdict(f.key, f.message) : null
              ),
            30
          )
        )
      );
    });
    if (issues.length)
      main.appendChild(
        h(
          'section',
          h('h2', P('读取原文时的提示', 'Oddities of the text') + ' ', PG.count(issues.length)),
          PG.growing('ul.plain.findings', issues, issueRow, 30)
        )
      );
  };
})(PG);
