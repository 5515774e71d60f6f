// All organisations by load.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  PG.views.orgs = (main, state) => {
    const rows = PG.db.organizations
      .map(org => {
        const rs = PG.orgEntries(org.id, state);
        const duties = PG.dutiesOf(org.id, state);
        const tasks = PG.uniqueTasks(rs);
        const roles = { lead: 0, responsible: 0, support: 0, guide: 0 };
        tasks.forEach(t => {
          roles[PG.roleIn(t, org.id)]++;
        });
        return {
          org,
          tasks: tasks.length,
          roles,
          first: rs.filter(r => r.role === 'lead' && !(r.order > 1)).length,
          duties: duties.length,
          own: indicatorsCount(org.id),
          docs: unique(rs.concat(duties).map(r => r.doc)).length
        };
      })
      .filter(r => r.tasks || r.own || r.duties);
    if (!state.q.sort)
      rows.sort((a, b) => b.roles.lead - a.roles.lead || b.tasks - a.tasks || a.org.index - b.org.index);
    const words = PG.fold(state.q.w || '');
    const shown = rows.filter(r => PG.fold([r.org.name].concat(r.org.aliases || []).join(' ')).indexOf(words) >= 0);
    const many = PG.inScope(state).length > 1;
    const units = shown.filter(r => r.org.kind !== 'collective');
    const groups = shown.filter(r => r.org.kind === 'collective');
    main.appendChild(PG.heading(T('orgs') + ' ', PG.count(units.length)));
    main.appendChild(
      h(
        'div.filters.noprint',
        h('input', {
          type: 'search',
          id: 'w',
          value: state.q.w || '',
          'aria-label': P('筛选单位', 'Filter organisations'),
          placeholder: P('筛选单位', 'Filter organisations'),
          on: {
            input: e => {
              PG.typing({ w: e.target.value });
            }
          }
        })
      )
    );
    if (!shown.length) {
      main.appendChild(
        PG.empty(
          rows.length
            ? P('没有这样的单位名称。', 'No such name.')
            : P('文件没有写明责任单位。', 'The documents name no responsible organisations.')
        )
      );
      return;
    }
    const columns = [
      {
        key: 'name',
        label: T('name'),
        sort: r => r.org.name,
        cell: r => h('a', { href: PG.to('org', r.org.id) }, PG.placed(r.org))
      },
      {
        key: 'load',
        label: T('load'),
        num: true,
        sort: r => r.tasks,
        cell: r => h('strong', r.tasks)
      },
      {
        key: 'lead',
        label: T('lead'),
        num: true,
        sort: r => r.roles.lead,
        cell: r => r.roles.lead || '–'
      },
      {
        key: 'first',
        label: P('其中列第一位', 'named first'),
        num: true,
        sort: r => r.first,
        cell: r => r.first || '–'
      }
    ].concat(
      ['responsible', 'support', 'guide']
        .filter(role => rows.some(r => r.roles[role]))
        .map(role => ({
          key: role,
          label: T(role),
          num: true,
          sort: r => r.roles[role],
          cell: r => r.roles[role] || '–'
        })),
      rows.some(r => r.duties)
        ? [{ key: 'duty', label: T('duties'), num: true, sort: r => r.duties, cell: r => r.duties || '–' }]
        : [],
      [
        {
          key: 'ind',
          label: T('indicators'),
          num: true,
          sort: r => r.own,
          cell: r => r.own || '–'
        }
      ],
      many
        ? [
            {
              key: 'docs',
              label: T('documents'),
              num: true,
              sort: r => r.docs,
              cell: r => r.docs
            }
          ]
        : []
    );
    const picture = units.length && PG.loadPicture(PG.sorted(columns, units));
    const table = units.length ? PG.table(columns, units, { caption: T('orgs') }) : null;
    main.appendChild(picture ? PG.beside(picture, table) : table || h('p'));
    if (groups.length)
      PG.append(main, [
        h('h2', P('集体称谓', 'Collectives') + ' ', PG.count(groups.length)),
        h('p.quiet', P('“各区”“各有关部门”一类，不是一个单位。', 'Such as “all districts”: not one body.')),
        PG.table(columns, groups, { caption: P('集体称谓', 'Collectives') })
      ]);
  };

  // Bodies that have something to do in the documents in view, the busiest first; collectives are left out.
  // {org, n: tasks and duties, docs}
  PG.busyOrgs = state => {
    const count = rs => unique(rs.map(r => r.subject)).length;
    return PG.db.organizations
      .filter(org => org.kind !== 'collective')
      .map(org => ({ org, n: count(PG.orgEntries(org.id, state).concat(PG.scoped(state, PG.orgDuties[org.id] || []))) }))
      .filter(o => o.n)
      .sort((a, b) => b.n - a.n || a.org.index - b.org.index);
  };

  let counts = null;
  function indicatorsCount(id) {
    if (!counts || counts.key !== PG.state.q.doc) {
      counts = { key: PG.state.q.doc };
      PG.scoped(PG.state, PG.db.indicators).forEach(i => {
        unique(PG.owners(i).list.map(r => r.organization)).forEach(o => {
          counts[o] = (counts[o] || 0) + 1;
        });
      });
    }
    return counts[id] || 0;
  }
  function unique(list) {
    return list.filter((x, at) => list.indexOf(x) === at);
  }
})(PG);
