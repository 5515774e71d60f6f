// Which sections of the documents fall to which organisations: a grid, the same numbers as a table, and lists.
(function (PG) {
  'use strict';
  const h = PG.h;
  const s = PG.s;
  const T = PG.T;
  const P = PG.P;
  const D = PG.draw;
  const ROWS = 16;
  const NOBODY = 'nobody';

  // Tasks by their section at a depth; without a section by their domain.
  function sectionsAt(tasks, depth) {
    const seen = PG.map();
    const list = [];
    tasks.forEach(t => {
      const trail = PG.trail(t.section);
      const section = trail[Math.min(depth, trail.length) - 1];
      const key = section ? section.id : 'd' + t.doc + (t.domain || t.area || '');
      if (!seen[key]) list.push((seen[key] = { key, name: nameOf(section, t), doc: t.doc, tasks: [] }));
      seen[key].tasks.push(t);
    });
    return list;
  }
  function nameOf(section, task) {
    if (!section) return task.domain || task.area || P('（未分章节）', '(no section)');
    const path = (section.path || section.number || '').split('/').slice(-2).join('');
    return (path + ' ' + (section.heading || '')).trim();
  }

  // The finest sections of which there are not too many; one or two rows say too little to stay with them.
  function sectionsOf(tasks) {
    const levels = [1, 2, 3].map(depth => sectionsAt(tasks, depth));
    let best = levels[0];
    levels.slice(1).forEach(list => {
      if (list.length <= ROWS || best.length < 3) best = list;
    });
    return best;
  }

  // The strongest role an organisation has in a task.
  PG.roleIn = (task, id) => (PG.resp(task.id).filter(r => r.organization === id)[0] || {}).role;

  function fill(section) {
    const unowned = PG.GAPS.filter(g => g[0] === NOBODY)[0][2];
    const at = PG.map();
    section.cells = [];
    const put = (id, role, t) => {
      if (!at[id]) section.cells.push((at[id] = { section, id, org: PG.byId[id], tasks: [], roles: PG.map() }));
      if (at[id].tasks.indexOf(t) >= 0) return;
      at[id].tasks.push(t);
      if (role) at[id].roles[role] = (at[id].roles[role] || 0) + 1;
    };
    section.tasks.forEach(t => {
      PG.resp(t.id).forEach(r => {
        if (r.organization && PG.byId[r.organization]) put(r.organization, r.role, t);
      });
      if (unowned(t)) put(NOBODY, null, t);
    });
    section.at = at;
    section.cells.sort((a, b) => !a.org - !b.org || b.tasks.length - a.tasks.length || a.org.index - b.org.index);
    return section;
  }

  // {sections: [{key, name, doc, tasks, cells: [{id, org or nobody, tasks, roles}], at}], orgs: the busiest first}
  function counted(state) {
    const sections = sectionsOf(PG.scoped(state, PG.db.tasks)).map(fill);
    const load = PG.map();
    const orgs = [];
    sections.forEach(section =>
      section.cells.forEach(cell => {
        if (!cell.org) return;
        if (!load[cell.id]) orgs.push(cell.org);
        load[cell.id] = (load[cell.id] || 0) + cell.tasks.length;
      })
    );
    orgs.sort((a, b) => load[b.id] - load[a.id] || a.index - b.index);
    return { sections, orgs, unowned: sections.some(section => section.at[NOBODY]) };
  }

  const nobody = () => P('未写单位', 'Nobody named');
  const href = cell => PG.to('graph', cell.section.key + '+' + cell.id);
  const who = cell => (cell.org ? cell.org.name : nobody());
  const roles = cell => PG.ROLES.filter(role => cell.roles[role]);

  function cross(x, y) {
    const d = 'M' + (x + 3) + ' ' + (y + 3) + 'l10 10m0 -10l-10 10';
    return s('path', { d, class: 'p-gap' });
  }
  function sign(cell) {
    return cell.org ? (x, y) => D.mark(roles(cell)[0], x, y) : cross;
  }

  function inGrid(cell) {
    if (!cell) return null;
    const n = cell.tasks.length;
    const each = roles(cell).map(role => T(role) + ' ' + cell.roles[role]);
    const says = cell.section.name + ' · ' + who(cell) + ' · ' + [PG.n(n)].concat(each).join('，');
    const data = { 'data-section': cell.section.key, 'data-org': cell.id, 'data-n': n };
    return { href: href(cell), says, data, sign: (x, y, wide, high) => PG.gridSign(sign(cell), n, x, y, wide, high) };
  }

  function chosenRows(sections) {
    const busy = sections.slice().sort((a, b) => b.tasks.length - a.tasks.length).slice(0, ROWS);
    return sections.filter(section => busy.indexOf(section) >= 0);
  }

  function draw(found, width) {
    const many = found.sections.some(section => section.doc !== found.sections[0].doc);
    const rows = chosenRows(found.sections).map(section => ({
      name: section.name + (many ? ' ' + PG.docShort(PG.db.documents[section.doc]) : ''),
      section
    }));
    const top = Math.max.apply(null, rows.map(r => r.section.tasks.length));
    const plan = PG.gridPlan(rows.map(r => r.name), width, Math.max(30, Math.ceil(D.width(String(top))) + 24));
    const room = plan.fit - (found.unowned ? 1 : 0);
    const cols = found.orgs.slice(0, room).map(org => ({ name: org.name, id: org.id }));
    if (found.unowned) cols.push({ name: nobody(), id: NOBODY });
    const grid = PG.gridDraw(rows, cols, plan, (row, col) => inGrid(row.section.at[col.id]));
    const signs = PG.ROLES.filter(role => rows.some(r => r.section.cells.some(c => roles(c)[0] === role))).map(role => ({
      text: T(role),
      sign: (x, y) => D.mark(role, x, y + 1)
    }));
    if (found.unowned) signs.push({ text: nobody(), sign: (x, y) => cross(x, y + 1) });
    const legend = D.legend(signs, width);
    const body = s('g', { transform: 'translate(0 ' + (legend.height + 6) + ')' }, grid.nodes);
    const left = [found.sections.length - rows.length, found.orgs.length - Math.min(room, found.orgs.length)];
    return { nodes: [legend.nodes, body], height: legend.height + 6 + grid.height, rest: rest(left) };
  }

  function rest(left) {
    const parts = [
      left[0] ? P(left[0] + ' 个任务较少的章节', left[0] + ' smaller sections') : '',
      left[1] ? P(left[1] + ' 个任务较少的单位', left[1] + ' less busy organisations') : ''
    ].filter(Boolean);
    if (!parts.length) return '';
    return P('没有画出：' + parts.join('、') + '，见表。', 'Not drawn: ' + parts.join(', ') + '; see the table.');
  }

  function picture(found) {
    const zh = '行是章节，列是单位；数字是该单位在该章节承担的任务数，记号是其中最重的角色。点一格看任务。';
    const en = 'Rows are sections, columns organisations; the number counts tasks, the sign is the strongest role.';
    return PG.picture({
      key: 'coverage',
      title: P('章节与单位', 'Sections by organisation'),
      says: P(zh, en),
      draw: width => draw(found, width)
    });
  }

  function table(found) {
    const cells = found.sections.reduce((all, section) => all.concat(section.cells), []);
    const many = found.sections.some(section => section.doc !== found.sections[0].doc);
    const label = c => c.section.name + '，' + who(c) + P('：', ': ') + PG.n(c.tasks.length);
    const name = c => (c.org ? h('a', { href: PG.to('org', c.id) }, c.org.name) : h('span.gap', nobody()));
    const count = c => h('a', { href: href(c), 'aria-label': label(c) }, c.tasks.length);
    const byRole = PG.ROLES.filter(role => cells.some(c => c.roles[role])).map(role => ({
      key: role,
      label: T(role),
      num: true,
      sort: c => c.roles[role] || 0,
      cell: c => c.roles[role] || '–'
    }));
    const columns = [
      { key: 'section', label: T('section'), sort: c => c.section.name, cell: c => c.section.name },
      many && { key: 'doc', label: T('file'), sort: c => c.section.doc, cell: c => PG.docShort(PG.docOf(c.section)) },
      { key: 'org', label: T('org_one'), sort: who, cell: name },
      { key: 'n', label: T('tasks'), num: true, sort: c => c.tasks.length, cell: count }
    ].filter(Boolean);
    return PG.table(columns.concat(byRole), cells, { caption: P('章节与单位', 'Sections by organisation'), step: 30 });
  }

  PG.coverage = state => {
    const found = counted(state);
    if (!found.orgs.length) return PG.empty(P('文件没有写明责任单位，画不出关系。', 'No organisations are named.'));
    return PG.beside(picture(found), table(found));
  };

  // The tasks of one cell: its section and organisation stand in the address.
  PG.coverageOf = (state, key) => {
    const cut = key.lastIndexOf('+');
    const section = counted(state).sections.filter(one => one.key === key.slice(0, cut))[0];
    const cell = section && section.at[key.slice(cut + 1)];
    return cell ? { name: section.name + ' × ' + who(cell), tasks: cell.tasks } : null;
  };
})(PG);
