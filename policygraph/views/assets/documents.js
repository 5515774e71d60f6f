// All documents by issuer, level, year; choose one or several to look at together.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const LEVELS = {
    national: ['国家', 'national'],
    province: ['省', 'province'],
    city: ['市', 'city'],
    county: ['县区', 'county'],
    township: ['乡镇', 'township']
  };
  PG.levelName = key => (key && LEVELS[key] ? P(LEVELS[key][0], LEVELS[key][1]) : '');

  PG.views.documents = (main, state) => {
    const chosen = state.q.doc ? state.q.doc.split(',') : [];
    const docs = PG.db.documents;
    const words = PG.fold(state.q.w || '');
    const rows = docs.filter(
      d => PG.fold([PG.docTitle(d), d.number, (d.issuer || []).join(), d.region].join(' ')).indexOf(words) >= 0
    );
    const year = d => (d.issued || d.published || '').slice(0, 4);
    main.appendChild(PG.heading(T('documents') + ' ', PG.count(rows.length)));
    main.appendChild(
      h(
        'p.quiet',
        P(
          '点文件名看它的责任矩阵；勾选几份，其余各页就只看这几份。',
          'Click a title for its matrix; tick several to look at them together.'
        )
      )
    );
    main.appendChild(
      h(
        'div.filters.noprint',
        h('input', {
          type: 'search',
          id: 'w',
          value: state.q.w || '',
          placeholder: P('筛选标题、文号、机关', 'Filter'),
          'aria-label': P('筛选标题、文号、机关', 'Filter documents'),
          on: {
            input: e => {
              PG.typing({ w: e.target.value });
            }
          }
        }),
        chosen.length
          ? [
              h(
                'a.button',
                { href: PG.address({ view: 'matrix', arg: '', q: { doc: chosen.join(',') } }) },
                P('查看所选 ' + chosen.length + ' 份', 'See the ' + chosen.length + ' chosen')
              ),
              PG.button(P('取消选择', 'Clear'), () => {
                PG.replace({ doc: '' });
              })
            ]
          : h(
              'a.button',
              { href: PG.address({ view: 'matrix', arg: '', q: {} }) },
              P('合并查看全部', 'All together')
            )
      )
    );
    if (!rows.length) {
      main.appendChild(PG.empty(P('没有符合条件的文件。', 'No document passes the filter.')));
      return;
    }
    main.appendChild(
      PG.table(
        [
          {
            key: 'pick',
            label: P('选', 'Pick'),
            cell: d =>
              h('input', {
                type: 'checkbox',
                'data-pick': d.id,
                checked: chosen.indexOf(d.id) >= 0,
                'aria-label': P('选择 ', 'choose ') + PG.docTitle(d),
                on: {
                  change: e => {
                    const next = chosen.filter(x => x !== d.id);
                    if (e.target.checked) next.push(d.id);
                    PG.replace({ doc: next.join(',') });
                    const box = document.querySelector('[data-pick="' + d.id + '"]');
                    if (box) box.focus();
                  }
                }
              })
          },
          {
            key: 'title',
            label: P('标题', 'Title'),
            sort: PG.docTitle,
            cell: d => [
              h('a', { href: PG.address({ view: 'matrix', arg: '', q: { doc: d.id } }) }, PG.docTitle(d)),
              h('span.quiet', ' ' + (d.number || ''))
            ]
          },
          {
            key: 'issuer',
            label: T('issuer'),
            sort: d => (d.issuer || []).join('、'),
            cell: d => (d.issuer || []).join('、') || '—'
          },
          {
            key: 'level',
            cls: 'nowrap',
            label: T('level'),
            sort: d => Object.keys(LEVELS).indexOf(d.level),
            cell: d => PG.levelName(d.level) || '—'
          },
          {
            key: 'year',
            cls: 'nowrap',
            label: T('year'),
            sort: year,
            cell: d => year(d) || '—'
          },
          {
            key: 'kind',
            cls: 'nowrap',
            label: T('docKind'),
            sort: d => d.kind || '',
            cell: d => (d.kind === 'other' ? '—' : d.kind || '—')
          },
          {
            key: 'tasks',
            label: T('tasks'),
            num: true,
            sort: d => d.tasks.length,
            cell: d => d.tasks.length
          },
          {
            key: 'ind',
            label: T('indicators'),
            num: true,
            sort: d => d.indicators.length,
            cell: d => d.indicators.length
          },
          {
            key: 'find',
            label: T('findings'),
            num: true,
            sort: d => d.findings,
            cell: d =>
              h(
                'a',
                {
                  href: PG.address({ view: 'findings', arg: '', q: { doc: d.id } }),
                  'aria-label': T('findings') + ' ' + d.findings + '：' + PG.docTitle(d)
                },
                d.findings
              )
          }
        ],
        rows,
        { caption: T('documents'), header: 1, step: 100 }
      )
    );
  };
})(PG);
