// The shape of the whole: organisations against the domains of the tasks, and links to the drawn graphs.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  // Sections covered by organisation: how many tasks of each domain an organisation has a part in.
  function coverage(state) {
    const domains = [];
    const counts = PG.map();
    const orgs = [];
    PG.scoped(state, PG.db.tasks).forEach(t => {
      const domain = t.domain || t.area || P('（未分领域）', '(no domain)');
      const once = PG.map();
      if (domains.indexOf(domain) < 0) domains.push(domain);
      PG.resp(t.id).forEach(r => {
        const org = PG.byId[r.organization];
        if (!org || once[org.id]) return;
        once[org.id] = true;
        if (orgs.indexOf(org) < 0) orgs.push(org);
        counts[org.id + domain] = (counts[org.id + domain] || 0) + 1;
      });
    });
    const total = o => domains.reduce((sum, d) => sum + (counts[o.id + d] || 0), 0);
    orgs.sort((a, b) => total(b) - total(a) || a.index - b.index);
    const top = Math.max.apply(
      null,
      Object.keys(counts)
        .map(k => counts[k])
        .concat([1])
    );
    if (!orgs.length || !domains.length)
      return PG.empty(P('文件没有写明责任单位，画不出关系。', 'No organisations are named.'));
    return h(
      'div.tablewrap',
      { tabindex: '0', role: 'region', 'aria-label': P('单位与领域', 'Organisations by domain') },
      h(
        'table.data.heat',
        h('caption.vh', P('单位与领域', 'Organisations by domain')),
        h(
          'thead',
          h(
            'tr',
            h('th', { scope: 'col' }, T('org_one')),
            domains.slice(0, 14).map(d => h('th', { scope: 'col' }, d))
          )
        ),
        h(
          'tbody',
          orgs.slice(0, 40).map(o =>
            h(
              'tr',
              h('th', { scope: 'row' }, h('a', { href: PG.to('org', o.id) }, o.name)),
              domains.slice(0, 14).map(d => {
                const n = counts[o.id + d] || 0;
                const step = n ? Math.max(1, Math.ceil((4 * n) / top)) : 0;
                return h('td.heat' + step, n || '');
              })
            )
          )
        )
      )
    );
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
    main.appendChild(coverage(state));
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
