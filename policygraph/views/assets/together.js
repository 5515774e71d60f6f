// Who works with whom: a table of counts, each count a list of tasks.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  function pairs(state) {
    const seen = PG.map();
    const list = [];
    PG.scoped(state, PG.db.tasks).forEach(t => {
      const ids = [];
      PG.resp(t.id).forEach(r => {
        if (PG.byId[r.organization] && ids.indexOf(r.organization) < 0) ids.push(r.organization);
      });
      ids.sort((a, b) => PG.byId[a].index - PG.byId[b].index);
      for (let i = 0; i < ids.length; i++)
        for (let j = i + 1; j < ids.length; j++) {
          const key = ids[i] + '+' + ids[j];
          if (!seen[key]) {
            seen[key] = { key, a: PG.byId[ids[i]], b: PG.byId[ids[j]], tasks: [] };
            list.push(seen[key]);
          }
          seen[key].tasks.push(t);
        }
    });
    return list.sort((x, y) => y.tasks.length - x.tasks.length || x.a.index - y.a.index || x.b.index - y.b.index);
  }

  const MOST = 16;

  // The organisations with the most shared tasks, each against those before it: a triangle of squares.
  function draw(list, width) {
    const weight = PG.map();
    const orgs = [];
    const at = PG.map();
    list.forEach(p => {
      [p.a, p.b].forEach(o => {
        if (!weight[o.id]) orgs.push(o);
        weight[o.id] = (weight[o.id] || 0) + p.tasks.length;
      });
      at[p.a.id + p.b.id] = at[p.b.id + p.a.id] = p;
    });
    orgs.sort((x, y) => weight[y.id] - weight[x.id] || x.index - y.index);
    const plan = PG.gridPlan(orgs.slice(0, MOST).map(o => o.name), width, 32);
    const shown = orgs.slice(0, Math.max(2, Math.min(MOST, plan.fit + 1)));
    const top = Math.max.apply(null, list.map(p => p.tasks.length));
    const cell = (row, col) => {
      const found = row.place > col.place && at[row.id + col.id];
      if (!found) return null;
      const n = found.tasks.length;
      return {
        href: PG.to('together', found.key),
        says: found.a.name + ' × ' + found.b.name + ' · ' + PG.n(n),
        data: { 'data-pair': found.key, 'data-n': n },
        sign: (x, y, wide, high) => PG.gridSquare(n, top, x, y, wide, high)
      };
    };
    const names = shown.map((o, place) => ({ id: o.id, name: o.name, place }));
    const grid = PG.gridDraw(names.slice(1), names.slice(0, -1), plan, cell);
    const left = orgs.length - shown.length;
    const rest = P('另有 ' + left + ' 个共同任务较少的单位没有画出，见表。', left + ' organisations with fewer shared tasks are not drawn; see the table.');
    return { nodes: grid.nodes, height: grid.height, rest: left ? rest : '' };
  }

  function picture(list) {
    const zh = '行与列都是单位，交叉处是两者共同承担的任务数，越多越大越深。点一格看任务。';
    return PG.picture({
      key: 'together',
      title: P('谁与谁一同承担', 'Who works with whom'),
      says: P(zh, 'Organisations on both sides; where they meet, the number of tasks they share.'),
      draw: width => draw(list, width)
    });
  }

  PG.views.together = (main, state) => {
    const list = pairs(state);
    const chosen = state.arg
      ? list.filter(p => p.key === state.arg || p.key === state.arg.split('+').reverse().join('+'))[0]
      : null;
    main.appendChild(PG.heading(chosen ? chosen.a.name + ' × ' + chosen.b.name : T('together')));
    if (!list.length) {
      main.appendChild(
        PG.empty(P('没有由两个以上单位共同承担的任务。', 'No task is shared by two organisations.'))
      );
      return;
    }
    if (state.arg) {
      main.appendChild(h('p', h('a', { href: PG.to('together') }, '← ' + T('together'))));
      if (!chosen) {
        main.appendChild(PG.empty(P('这两个单位没有共同任务。', 'They share no task.')));
        return;
      }
      main.appendChild(PG.taskList(chosen.tasks));
      return;
    }
    main.appendChild(
      h(
        'p.quiet',
        P(
          '两个单位同在一项任务的责任名单里，算一次。点次数看任务。',
          'Two organisations named for one task count once. Click a count for the tasks.'
        )
      )
    );
    const table = PG.table(
      [
        {
          key: 'a',
          label: T('org_one'),
          sort: p => p.a.name,
          cell: p => h('a', { href: PG.to('org', p.a.id) }, p.a.name)
        },
        {
          key: 'b',
          label: T('org_one'),
          sort: p => p.b.name,
          cell: p => h('a', { href: PG.to('org', p.b.id) }, p.b.name)
        },
        {
          key: 'n',
          label: T('count'),
          num: true,
          sort: p => p.tasks.length,
          cell: p =>
            h(
              'a',
              {
                href: PG.to('together', p.key),
                'aria-label': P(
                  p.a.name + '与' + p.b.name + '共同任务 ' + p.tasks.length + ' 项',
                  p.tasks.length + ' shared tasks of ' + p.a.name + ' and ' + p.b.name
                )
              },
              p.tasks.length
            )
        }
      ],
      list,
      { caption: T('together'), step: 60 }
    );
    main.appendChild(PG.beside(picture(list), table));
  };
})(PG);
