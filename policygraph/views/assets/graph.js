// The shape of the whole: organisations against the domains of the tasks, and links to the drawn graphs.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  const DOMAINS = 12;
  const ORGS = 40;

  // How many tasks of each domain an organisation has a part in: {domains, orgs, at(org, domain), top}.
  function counted(state) {
    const counts = PG.map();
    const domains = PG.map();
    const orgs = PG.map();
    PG.scoped(state, PG.db.tasks).forEach(t => {
      const domain = t.domain || t.area || P('（未分领域）', '(no domain)');
      const ids = PG.resp(t.id).map(r => r.organization);
      ids
        .filter((id, at) => PG.byId[id] && ids.indexOf(id) === at)
        .forEach(id => {
          domains[domain] = (domains[domain] || 0) + 1;
          orgs[id] = (orgs[id] || 0) + 1;
          counts[id + domain] = (counts[id + domain] || 0) + 1;
        });
    });
    return { counts, domains, orgs };
  }

  // The busiest domains in the order of the text, and the organisations that have a part in one of them.
  function chosen(state) {
    const all = counted(state);
    const names = Object.keys(all.domains);
    const busy = names
      .slice()
      .sort((a, b) => all.domains[b] - all.domains[a])
      .slice(0, DOMAINS);
    const domains = names.filter(d => busy.indexOf(d) >= 0);
    const part = id => domains.reduce((sum, d) => sum + (all.counts[id + d] || 0), 0);
    const orgs = Object.keys(all.orgs)
      .filter(part)
      .sort((a, b) => part(b) - part(a));
    const top = Math.max.apply(
      null,
      Object.keys(all.counts)
        .map(k => all.counts[k])
        .concat([1])
    );
    return { domains, orgs, left: names.length - domains.length, top, at: (id, d) => all.counts[id + d] || 0 };
  }

  function coverage(state) {
    const c = chosen(state);
    if (!c.orgs.length) return PG.empty(P('文件没有写明责任单位，画不出关系。', 'No organisations are named.'));
    const title = P('单位与领域', 'Organisations by domain');
    const cell = (id, d) => {
      const n = c.at(id, d);
      return h('td.heat' + (n ? Math.max(1, Math.ceil((4 * n) / c.top)) : 0), n || '');
    };
    const link = id => h('th', { scope: 'row' }, h('a', { href: PG.to('org', id) }, PG.byId[id].name));
    const head = h(
      'tr',
      h('th', { scope: 'col' }, T('org_one')),
      c.domains.map(d => h('th', { scope: 'col' }, d))
    );
    const rows = c.orgs.slice(0, ORGS).map(id =>
      h(
        'tr',
        link(id),
        c.domains.map(d => cell(id, d))
      )
    );
    const table = h('table.data.heat', h('caption.vh', title), h('thead', head), h('tbody', rows));
    const rest = P(
      '另有 ' + c.left + ' 个任务较少的领域未列出；选一份文件可看全。',
      c.left + ' smaller domains are left out.'
    );
    return [
      h('div.tablewrap', { tabindex: '0', role: 'region', 'aria-label': title }, table),
      c.left ? h('p.quiet', rest) : null
    ];
  }

  PG.views.graph = (main, state) => {
    const graphs = PG.db.graphs || {};
    const list = PG.db.organizations.filter(o => graphs[o.id]);
    main.appendChild(PG.heading(T('graph')));
    main.appendChild(h('h2', P('单位与领域', 'Organisations by domain')));
    main.appendChild(
      h(
        'p.quiet',
        P(
          '数字是该单位在该领域承担的任务数，颜色越深越多。',
          'The number of tasks an organisation has in a domain.'
        )
      )
    );
    PG.append(main, [coverage(state)]);
    main.appendChild(h('h2', P('画出来的关系图', 'Drawn graphs')));
    if (!Object.keys(graphs).length) {
      main.appendChild(PG.empty(P('没有生成关系图页面。', 'No graph pages were made.')));
      return;
    }
    main.appendChild(
      h(
        'p.quiet',
        P(
          '每张图单独打开，可拖动节点，单击突出相关连线；图里的每一条在本页都有文字。',
          'Each opens as a page of its own; everything in them is here as text too.'
        )
      )
    );
    main.appendChild(
      h(
        'ul.plain.pills',
        graphs.overview ? h('li', h('a.pill', { href: graphs.overview }, T('whole'))) : null,
        list.map(o => h('li', h('a.pill', { href: graphs[o.id] }, o.name)))
      )
    );
  };
})(PG);
