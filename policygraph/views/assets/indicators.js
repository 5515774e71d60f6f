// Indicators: value, unit, year, owner; those nobody owns stand out.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  function timeline(rows) {
    const years = PG.map();
    rows.forEach(i => {
      if (i.by) {
        const y = i.by.slice(0, 4);
        (years[y] = years[y] || []).push(i);
      }
    });
    const keys = Object.keys(years).sort();
    if (keys.length < 3) return null;
    return h(
      'section',
      h('h2', P('按年份', 'By year')),
      PG.bars(keys.map(y => ({ label: y, href: PG.here({ year: y }), value: years[y].length })))
    );
  }

  // The goals in words, for what no number says.
  function goals(state) {
    const list = PG.scoped(state, PG.db.goals);
    return list.length
      ? h(
          'section',
          h('h2', T('goal') + ' ', PG.count(list.length)),
          PG.growing(
            'ul.plain.goals',
            list,
            g =>
              h(
                'li',
                h('a', { href: PG.fact(g.id), 'data-f': g.id }, g.text),
                g.by ? h('span.quiet' + (PG.weak(g) ? '.soft' : ''), '（' + g.by + '）') : null,
                PG.db.documents.length > 1 ? h('span.quiet', ' ' + PG.docShort(PG.docOf(g))) : null
              ),
            40
          )
        )
      : null;
  }

  function ownerText(i) {
    return PG.owners(i).list.map(PG.orgName).join('、');
  }

  PG.views.indicators = (main, state) => {
    const all = PG.scoped(state, PG.db.indicators);
    const q = state.q;
    const words = PG.fold(q.w || '');
    const years = all
      .map(i => (i.by || '').slice(0, 4))
      .filter(Boolean)
      .sort()
      .filter((y, at, l) => l.indexOf(y) === at);
    const kinds = all
      .map(i => i.kind || '')
      .filter(Boolean)
      .sort()
      .filter((y, at, l) => l.indexOf(y) === at);
    const matching = all.filter(
      i =>
        (!words || PG.fold(i.name + ' ' + ownerText(i) + ' ' + (i.scope || '')).indexOf(words) >= 0) &&
        (!q.year || (q.year === 'none' ? !i.by : (i.by || '').slice(0, 4) === q.year)) &&
        (!q.kind || i.kind === q.kind)
    );
    const lonely = matching.filter(i => !PG.owners(i).list.length);
    const inferred = matching.filter(PG.weak);
    const rows = q.own === 'none' ? lonely : q.own === 'inferred' ? inferred : matching;
    function toggle(key, label, n) {
      return PG.button(
        [label, h('span.n', n)],
        () => {
          PG.replace({ own: key });
        },
        { class: 'toggle', 'aria-pressed': String((q.own || '') === key) }
      );
    }
    main.appendChild(PG.heading(T('indicators') + ' ', PG.count(rows.length)));
    main.appendChild(
      h(
        'div.filters.noprint',
        h('input', {
          type: 'search',
          id: 'w',
          value: q.w || '',
          placeholder: P('筛选指标、单位', 'Filter'),
          'aria-label': P('筛选指标、单位', 'Filter indicators and owners'),
          on: {
            input: e => {
              PG.typing({ w: e.target.value });
            }
          }
        }),
        h(
          'span.chipset',
          toggle('', T('any'), matching.length),
          lonely.length || q.own === 'none' ? toggle('none', T('unowned'), lonely.length) : null,
          inferred.length || q.own === 'inferred' ? toggle('inferred', T('doubtful'), inferred.length) : null
        ),
        years.length
          ? PG.select(
              T('year'),
              q.year || '',
              [['', T('any')]].concat(
                years.map(y => [y, y]),
                [['none', P('未写年份', 'no year')]]
              ),
              v => {
                PG.replace({ year: v });
              }
            )
          : null,
        kinds.length
          ? PG.select(T('kind'), q.kind || '', [['', T('any')]].concat(kinds.map(y => [y, y])), v => {
              PG.replace({ kind: v });
            })
          : null,
        h('span.grow'),
        PG.button(T('exportShown'), () => {
          PG.csv(
            T('indicators') + '.csv',
            [
              ['指标', '目标值', '单位', '比较', '年份', '属性', '责任单位', '章节', '依据原文', '文件', '编号']
            ].concat(
              rows.map(i => {
                const doc = PG.docOf(i);
                return [
                  i.name,
                  i.value === undefined ? i.relative : i.value,
                  i.unit,
                  i.comparator,
                  i.by,
                  i.kind,
                  ownerText(i),
                  i.section_path,
                  PG.flat(i.spans.map(x => PG.quote(doc, x)).join('')),
                  PG.docShort(doc),
                  i.id
                ];
              })
            )
          );
        })
      )
    );
    if (!rows.length) PG.append(main, [goals(state)]);
    if (!rows.length) {
      main.insertBefore(
        PG.empty(
          all.length
            ? P('没有符合条件的指标。', 'No indicator passes the filters.')
            : P('文件没有提出可量化的指标。', 'The documents set no measurable indicator.')
        ),
        main.querySelector('.filters').nextSibling
      );
      return;
    }
    const has = key => all.some(i => i[key] !== undefined);
    const columns = [
      {
        key: 'name',
        label: T('name'),
        sort: i => i.name,
        cell: i => [
          h('a', { href: PG.fact(i.id), 'data-f': i.id }, i.name),
          i.scope ? h('span.quiet', '（' + i.scope + '）') : null
        ]
      },
      {
        key: 'value',
        label: T('value'),
        cls: 'value',
        sort: i => i.value,
        cell: i => h('strong', PG.valueText(i))
      },
      {
        key: 'by',
        label: T('by'),
        sort: i => i.by || '',
        cell: i =>
          i.by
            ? [h('span' + (PG.weak(i) ? '.soft' : ''), i.by), PG.weak(i) ? PG.badge(i) : null]
            : h('span.quiet', '—')
      },
      {
        key: 'owner',
        label: T('owner'),
        sort: ownerText,
        cell: i => {
          const o = PG.owners(i);
          return [
            PG.chips(o.list),
            o.how === 'inferred' ? h('span.tag.inferred', { title: o.why }, T('inferred')) : null
          ];
        }
      }
    ];
    if (has('kind'))
      columns.push({
        key: 'kind',
        label: T('kind'),
        sort: i => i.kind || '',
        cell: i => i.kind || '—'
      });
    if (has('baseline'))
      columns.push({
        key: 'base',
        label: T('baseline'),
        cell: i =>
          i.baseline && i.baseline.value !== null && i.baseline.value !== undefined
            ? i.baseline.value + (i.baseline.by ? '（' + i.baseline.by + '）' : '')
            : '—'
      });
    columns.push({
      key: 'at',
      label: T('section'),
      sort: i => i.spans[0][0],
      cell: i => {
        const trail = PG.trail(i.section);
        return trail.length ? trail[trail.length - 1].heading : i.section_path || '—';
      }
    });
    if (PG.inScope(state).length > 1)
      columns.push({
        key: 'doc',
        label: T('file'),
        sort: i => i.doc,
        cell: i => PG.docShort(PG.docOf(i))
      });
    main.appendChild(
      PG.table(columns, rows, {
        caption: T('indicators'),
        row: i => ({ class: PG.owners(i).list.length ? null : 'lonely' })
      })
    );
    PG.append(main, [timeline(rows), goals(state)]);
  };
})(PG);
