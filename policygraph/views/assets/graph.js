// The shape of the whole: sections against organisations, and links to the drawn graphs.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  // What one number of the grid stands for.
  function cell(main, state) {
    const found = PG.coverageOf(state, state.arg);
    const none = PG.empty(P('这个章节里没有这个单位的任务。', 'It has no task in this section.'));
    PG.append(main, [
      PG.heading(found ? found.name : T('graph')),
      h('p', h('a', { href: PG.to('graph') }, '← ' + T('graph'))),
      found ? PG.taskList(found.tasks) : none
    ]);
  }

  PG.views.graph = (main, state) => {
    const graphs = PG.db.graphs || {};
    const list = PG.db.organizations.filter(o => graphs[o.id]);
    if (state.arg) {
      cell(main, state);
      return;
    }
    main.appendChild(PG.heading(T('graph')));
    main.appendChild(PG.coverage(state));
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
