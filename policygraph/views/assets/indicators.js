// Indicators: value, unit, year, owner; those nobody owns stand out.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

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

  const yearOf = i => (i.by || '').slice(0, 4);
  const distinct = list => list.filter(Boolean).sort().filter((x, at, all) => all.indexOf(x) === at);

  function matching(all, q) {
    const words = PG.fold(q.w || '');
    const said = i => !words || PG.fold(i.name + ' ' + ownerText(i) + ' ' + (i.scope || '')).indexOf(words) >= 0;
    const due = i => !q.year || (q.year === 'none' ? !i.by : yearOf(i) === q.year);
    return all.filter(i => said(i) && due(i) && (!q.kind || i.kind === q.kind));
  }

  const HEAD = ['指标', '目标值', '单位', '比较', '年份', '属性', '责任单位', '章节', '依据原文', '文件', '编号'];
  function exported(i) {
    const doc = PG.docOf(i);
    const quote = PG.flat(i.spans.map(x => PG.quote(doc, x)).join(''));
    const value = i.value === undefined ? i.relative : i.value;
    const own = ownerText(i);
    return [i.name, value, i.unit, i.comparator, i.by, i.kind, own, i.section_path, quote, PG.docShort(doc), i.id];
  }

  function toggles(q, found, lonely, inferred) {
    const one = (key, label, n) => {
      const attrs = { class: 'toggle', 'aria-pressed': String((q.own || '') === key) };
      return PG.button([label, h('span.n', n)], () => PG.replace({ own: key }), attrs);
    };
    return h(
      'span.chipset',
      one('', T('any'), found.length),
      lonely.length || q.own === 'none' ? one('none', T('unowned'), lonely.length) : null,
      inferred.length || q.own === 'inferred' ? one('inferred', T('doubtful'), inferred.length) : null
    );
  }

  function picks(all, q) {
    const same = list => [['', T('any')]].concat(list.map(x => [x, x]));
    const years = distinct(all.map(yearOf));
    const kinds = distinct(all.map(i => i.kind));
    const none = [['none', P('未写年份', 'no year')]];
    return [
      years.length ? PG.select(T('year'), q.year || '', same(years).concat(none), v => PG.replace({ year: v })) : null,
      kinds.length ? PG.select(T('kind'), q.kind || '', same(kinds), v => PG.replace({ kind: v })) : null
    ];
  }

  function ownerCell(i) {
    const o = PG.owners(i);
    const tag = o.how === 'inferred' ? h('span.tag.inferred', { title: o.why }, T('inferred')) : null;
    return [PG.chips(o.list), tag];
  }
  function nameCell(i) {
    const scope = i.scope ? h('span.quiet', '（' + i.scope + '）') : null;
    return [h('a', { href: PG.fact(i.id), 'data-f': i.id }, i.name), scope];
  }
  function yearCell(i) {
    if (!i.by) return h('span.quiet', '—');
    return [h('span' + (PG.weak(i) ? '.soft' : ''), i.by), PG.weak(i) ? PG.badge(i) : null];
  }
  function baseCell(i) {
    const base = i.baseline;
    if (!base || base.value === null || base.value === undefined) return '—';
    return base.value + (base.by ? '（' + base.by + '）' : '');
  }
  function placeCell(i) {
    const trail = PG.trail(i.section);
    return trail.length ? trail[trail.length - 1].heading : i.section_path || '—';
  }

  // Columns nobody has anything for are left out.
  function columns(all, many) {
    const has = key => all.some(i => i[key] !== undefined);
    const every = [
      { key: 'name', label: T('name'), sort: i => i.name, cell: nameCell },
      { key: 'value', label: T('value'), cls: 'value', sort: i => i.value, cell: i => h('strong', PG.valueText(i)) },
      { key: 'by', label: T('by'), sort: i => i.by || '', cell: yearCell },
      { key: 'owner', label: T('owner'), sort: ownerText, cell: ownerCell },
      has('kind') && { key: 'kind', label: T('kind'), sort: i => i.kind || '', cell: i => i.kind || '—' },
      has('baseline') && { key: 'base', label: T('baseline'), cell: baseCell },
      { key: 'at', label: T('section'), sort: i => i.spans[0][0], cell: placeCell },
      many && { key: 'doc', label: T('file'), sort: i => i.doc, cell: i => PG.docShort(PG.docOf(i)) }
    ];
    return every.filter(Boolean);
  }

  PG.views.indicators = (main, state) => {
    const all = PG.scoped(state, PG.db.indicators);
    const found = matching(all, state.q);
    const lonely = found.filter(i => !PG.owners(i).list.length);
    const inferred = found.filter(PG.weak);
    const rows = { none: lonely, inferred }[state.q.own] || found;
    const box = PG.filterBox(state, P('筛选指标、单位', 'Filter indicators and owners'));
    const save = () => PG.csv(T('indicators') + '.csv', [HEAD].concat(rows.map(exported)));
    const tools = [toggles(state.q, found, lonely, inferred), picks(all, state.q), h('span.grow')];
    main.appendChild(PG.heading(T('indicators') + ' ', PG.count(rows.length)));
    main.appendChild(h('div.filters.noprint', box, tools, PG.button(T('exportShown'), save)));
    if (!rows.length) {
      const none = P('文件没有提出可量化的指标。', 'The documents set no measurable indicator.');
      const filtered = P('没有符合条件的指标。', 'No indicator passes the filters.');
      PG.append(main, [PG.empty(all.length ? filtered : none), goals(state)]);
      return;
    }
    const row = i => ({ class: PG.owners(i).list.length ? null : 'lonely' });
    const shown = columns(all, PG.inScope(state).length > 1);
    const picture = PG.yearPicture(PG.sorted(shown, rows));
    const table = PG.table(shown, rows, { caption: T('indicators'), row });
    PG.append(main, [PG.beside(picture, table, true), goals(state)]);
  };
})(PG);
