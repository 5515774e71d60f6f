// Gaps, conflicts, doubtful links: what somebody should look at, and the oddities of the text itself.
(function (PG) {
  'use strict';
  var h = PG.h,
    T = PG.T,
    P = PG.P,
    ORDER = ['error', 'warning', 'info'];

  function title(code) {
    var both = (PG.db.codes || {})[code];
    return both ? P(both[0], both[1] || both[0]) : code;
  }

  function evidence(finding) {
    var facts = (finding.facts || [])
      .map(function (id) {
        return PG.byId[id];
      })
      .filter(Boolean);
    return facts.length
      ? h(
          'ul.plain.sub',
          facts.slice(0, 8).map(function (fact) {
            var kind = PG.kindOf[fact.id];
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
    var doc = PG.docOf(issue),
      span = (issue.spans || [])[0];
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

  PG.views.findings = function (main, state) {
    var all = PG.scoped(state, PG.db.findings),
      level = state.q.level || '',
      list = all.filter(function (f) {
        return !level || f.severity === level;
      });
    var issues = PG.scoped(state, PG.db.issues),
      codes = [];
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
          [''].concat(ORDER).map(function (key) {
            var n = all.filter(function (f) {
              return !key || f.severity === key;
            }).length;
            return key && !n
              ? null
              : PG.button(
                  [key ? T(key) : T('any'), h('span.n', n)],
                  function () {
                    PG.replace({ level: key });
                  },
                  { class: 'toggle', 'aria-pressed': String(level === key) }
                );
          })
        )
      )
    );
    if (!list.length) main.appendChild(PG.empty(P('没有需要核查的地方。', 'Nothing to check.')));
    ORDER.forEach(function (severity) {
      list
        .filter(function (f) {
          return f.severity === severity;
        })
        .forEach(function (f) {
          if (codes.indexOf(severity + f.code) < 0) codes.push(severity + f.code);
        });
    });
    codes.forEach(function (key) {
      var same = list.filter(function (f) {
        return f.severity + f.code === key;
      });
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
            function (f) {
              return h(
                'li.finding.' + f.severity,
                h(
                  'p',
                  f.message,
                  PG.db.documents.length > 1 ? h('span.quiet', ' ' + PG.docShort(PG.docOf(f))) : null
                ),
                evidence(f),
                f.key ? PG.verdict(f.key, f.message) : null
              );
            },
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
