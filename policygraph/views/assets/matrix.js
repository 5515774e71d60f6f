// Tasks × organisations: the first screen. Who leads what, and where gaps and overlaps are.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const CELLS = 5000; // cells drawn at once: more take longer than a keystroke may
  const COLUMNS = 40;

  // “Where is my bureau” is the first thing asked: every unit as a button, the busiest first.
  function quick(cols) {
    const mine = PG.remember('org');
    const pill = c => {
      const spec = 'a.pill' + (c.org.id === mine ? '.mine' : '');
      return h(spec, { href: PG.to('org', c.org.id) }, c.org.name, h('span.n', c.main || c.all));
    };
    const all = h('a', { href: PG.to('orgs') }, P('全部 ' + cols.length + ' 个单位', 'all ' + cols.length));
    return h(
      'nav.quick',
      { 'aria-label': P('按单位查看', 'By organisation') },
      h('span.quiet', P('按单位看：', 'By organisation: ')),
      cols.slice(0, 16).map(pill),
      cols.length > 16 ? all : null
    );
  }

  function nobodyNamed() {
    const zh = '文件没有写明责任单位，所以没有单位列；任务、指标和原文照常可看。';
    return h('p.note', P(zh, 'The document names no responsible organisations, so there are no columns.'));
  }

  function gapButtons(words, gap) {
    const one = g => {
      const n = words.filter(g[2]).length;
      const on = g === gap;
      if (g[0] && !n && !on) return null;
      const attrs = { class: 'toggle', 'aria-pressed': String(on) };
      return PG.button([T(g[1]), h('span.n', n)], () => PG.replace({ gap: g[0], c: '' }), attrs);
    };
    const attrs = { role: 'group', 'aria-label': P('筛选任务', 'Filter tasks') };
    return h('span.chipset', attrs, PG.GAPS.map(one));
  }

  function tools(state, tasks, groups) {
    const every = groups.map((g, i) => i).join(',');
    const orders = [
      ['', T('byLoad')],
      ['order', T('byOrder')],
      ['name', T('byName')]
    ];
    return [
      h('span.grow'),
      PG.narrow() ? null : PG.select(T('columnsBy'), state.q.cols || '', orders, v => PG.replace({ cols: v })),
      PG.button(state.q.c ? T('expandAll') : T('collapseAll'), () => PG.replace({ c: state.q.c ? '' : every })),
      PG.button(T('exportShown'), () => PG.exportTasks(tasks, T('matrix'))),
      PG.button(T('print'), () => window.print())
    ];
  }

  function toolbar(state, all, words, gap, tasks, groups) {
    const owned = PG.scoped(state, PG.db.responsibilities).filter(r => PG.kindOf[r.subject] === 'task');
    const units = PG.columnsOf(all, 'load').filter(c => c.org.kind !== 'collective');
    const filters = [PG.filterBox(state, T('filterHere')), gapButtons(words, gap)].concat(
      tools(state, tasks, groups)
    );
    return h(
      'div.toolbar.noprint',
      PG.heading(T('matrix'), PG.legend(owned)),
      units.length ? quick(units) : all.length ? nobodyNamed() : null,
      h('div.filters', filters)
    );
  }

  function nothing(all) {
    const zh = '这份文件里没有识别出任务：可能是通知、解读或法规，而不是分工文件。可到“原文”查看全文。';
    if (!all.length) return [PG.empty(P(zh, 'No tasks were found in this document; see the text.'))];
    const clear = PG.button(P('清除筛选', 'Clear filters'), () => PG.replace({ w: '', gap: '' }));
    return [PG.empty(P('没有符合筛选条件的任务。', 'No task passes the filters.')), clear];
  }

  // A grid of several governments is empty paper: each has its own.
  function governments(main, state) {
    const docs = PG.inScope(state);
    const row = place => {
      const own = docs.filter(d => PG.placeOf(d) === place);
      const tasks = own.reduce((n, d) => n + d.tasks.length, 0);
      const link = { href: PG.to('matrix', '', { doc: own.map(d => d.id).join(',') }) };
      return h('li', h('a', link, place), h('span.count', P(own.length + ' 份文件，' + tasks + ' 项任务', own.length + ' documents, ' + tasks + ' tasks')));
    };
    const zh = '矩阵按一份文件或一个地区看；几个地区放在一张表上几乎全是空格。要打印，请先选一个地区，或打印“时限”或某单位的清单。';
    const en = 'The matrix stands inside one document or one government. To print, choose one, or print deadlines or a bureau’s list.';
    PG.append(main, [
      PG.heading(T('matrix')),
      h('p.note', P(zh, en)),
      h('ul.plain.places', PG.places(docs).map(row)),
      h('p', h('a', { href: PG.to('documents') }, P('按文件选', 'Choose by document')))
    ]);
  }

  PG.views.matrix = (main, state) => {
    if (PG.places(PG.inScope(state)).length > 1) {
      governments(main, state);
      return;
    }
    const all = PG.scoped(state, PG.db.tasks);
    const words = PG.filterTasks(all, state.q.w);
    const gap = PG.GAPS.filter(g => g[0] === (state.q.gap || ''))[0] || PG.GAPS[0];
    const tasks = words.filter(gap[2]);
    const groups = PG.groupsOf(tasks);
    const docs = PG.inScope(state);
    PG.listed = tasks.map(t => t.id);
    main.classList.add('full');
    main.appendChild(toolbar(state, all, words, gap, tasks, groups));
    main.appendChild(h('h1.printonly', (docs.length === 1 ? PG.docTitle(docs[0]) + ' · ' : '') + T('matrix')));
    if (!tasks.length) PG.append(main, nothing(all));
    else if (PG.narrow()) main.appendChild(PG.matrixCards(groups, state));
    else {
      const attrs = { tabindex: '0', role: 'region', 'aria-label': T('matrix') };
      main.appendChild(
        h('div.scroll', attrs, sliced(groups, PG.columnsOf(tasks, state.q.cols), state, tasks.length))
      );
    }
  };

  // A first slice at once; the rest when asked, so that two thousand tasks do not hold up the first screen.
  function sliced(groups, cols, state, total) {
    const wide = state.q.wide ? cols : cols.slice(0, COLUMNS);
    const few = Math.max(100, Math.round(CELLS / (wide.length + 1)));
    const limit = Number(state.q.n) || few;
    const some = cut(groups, limit);
    const left = total - some.reduce((sum, g) => sum + g.tasks.length, 0);
    const label = T('showMore') + '（' + left + '）';
    const more = PG.button(label, () => PG.replace({ n: String(limit + 2 * few) }), { class: 'more' });
    return [
      PG.matrixTable(some, wide, state, total),
      left ? h('p.more-row', more) : null,
      wide.length < cols.length ? hidden(cols.length - COLUMNS) : null
    ];
  }

  function cut(groups, limit) {
    let count = 0;
    return groups.filter(g => {
      const room = count < limit;
      count += g.tasks.length;
      return room;
    });
  }

  function hidden(n) {
    const zh = '只列出任务最多的 ' + COLUMNS + ' 个单位，其余 ' + n + ' 个见“单位”。';
    const all = PG.button(P('列出全部单位', 'Show all'), () => PG.replace({ wide: '1' }));
    return h('p.more-row', P(zh, 'The ' + COLUMNS + ' busiest organisations are shown. '), all);
  }
})(PG);
