// Load: one bar for an organisation, its tasks by the strongest role it has in each.
(function (PG) {
  'use strict';
  const s = PG.s;
  const T = PG.T;
  const P = PG.P;
  const D = PG.draw;
  const KEY = 'load';
  const FIRST = 24;

  const sum = (rows, of) => rows.reduce((n, r) => n + of(r), 0);

  // The number of a piece stands in it where it fits, on a ground of its own: stripes are hard to read on.
  function piece(role, n, box) {
    const said = String(n);
    const wide = D.width(said) + 6;
    const nodes = [D.surface(KEY, role, box)];
    const middle = box.x + box.width / 2;
    if (wide + 6 <= box.width) {
      if (role !== 'lead')
        nodes.push(
          s('rect', { x: middle - wide / 2, y: box.y + 2, width: wide, height: box.height - 4, class: 'p-paper' })
        );
      const cls = role === 'lead' ? 'p-on' : '';
      nodes.push(D.label(said, { x: middle, y: box.y + box.height / 2 + 5, anchor: 'middle', cls }));
    }
    return nodes;
  }

  function bar(row, x, y, high, scale) {
    const name = row.org.name;
    const pieces = PG.ROLES.filter(role => row.roles[role]).map(role => {
      const n = row.roles[role];
      const box = { x, y, width: n * scale, height: high };
      x += box.width;
      const says = name + ' · ' + T(role) + ' ' + PG.n(n);
      return D.hit(PG.to('org', row.org.id), says, { 'data-org': row.org.id, 'data-role': role, 'data-n': n }, [
        piece(role, n, box)
      ]);
    });
    return [pieces, D.label(String(row.tasks), { x: x + 6, y: y + high / 2 + 5, cls: 'pb' })];
  }

  // Names stand left of the bars where there is room, else above them.
  function plan(rows, width, top) {
    const narrow = width < 520;
    const left = narrow ? 0 : Math.min(210, Math.max.apply(null, rows.map(r => D.width(r.org.name))) + 12);
    const names = rows.map(r => D.wrap(r.org.name, (narrow ? width : left) - 10, narrow ? 1 : 2));
    return { narrow, left, names, end: width - 12 - D.width(String(top)) };
  }

  function draw(all, width, most) {
    const rows = all.slice(0, most);
    const top = Math.max.apply(null, rows.map(r => r.tasks));
    const p = plan(rows, width, top);
    const scale = (p.end - p.left) / top;
    const roles = PG.ROLES.filter(role => rows.some(r => r.roles[role]));
    const box = { width: 18, height: 14 };
    const signs = D.legend(
      roles.map(role => ({
        text: T(role),
        sign: (x, y) => D.surface(KEY, role, Object.assign({ x: x + 0.5, y: y + 2.5 }, box))
      })),
      width
    );
    let y = signs.height + 24;
    const start = y;
    const bars = rows.map((row, at) => {
      const lines = p.names[at];
      const high = p.narrow ? 44 : lines.length > 1 ? 38 : 27;
      const name = p.narrow
        ? D.label(lines, { x: 0, y: y + 15, full: row.org.name })
        : D.label(lines, {
            x: p.left - 8,
            y: y + high / 2 + (lines.length > 1 ? -3 : 5),
            anchor: 'end',
            full: row.org.name
          });
      const made = [name, bar(row, p.left, p.narrow ? y + 21 : y + (high - 20) / 2, 20, scale)];
      y += high;
      return made;
    });
    const marks = D.ticks(top, p.narrow ? 4 : 6).map(n => ({ x: p.left + n * scale, text: String(n) }));
    const left = all.length - rows.length;
    return {
      height: y + 4,
      left,
      rest: left ? rest(all.slice(most)) : '',
      nodes: [D.surfaces(KEY), signs.nodes, D.axis(marks, start, y), bars]
    };
  }

  function rest(rows) {
    const n = sum(rows, r => r.tasks);
    return P(
      '另有 ' + rows.length + ' 个单位没有画出，合计 ' + n + ' 项次，见表。',
      rows.length + ' more organisations (' + n + ' parts in tasks) are not drawn; see the table.'
    );
  }

  // rows: {org, tasks, roles: {lead, …}}, in the order of the table.
  PG.loadPicture = rows => {
    const busy = rows.filter(r => r.tasks);
    if (!busy.length) return null;
    const zh = '一条是一个单位，长度是它承担的任务数；同一任务有几种角色的，只算最重的一种。点一段看该单位的任务。';
    return PG.picture({
      key: KEY,
      title: P('各单位任务量', 'Load per organisation'),
      says: P(zh, 'One bar for an organisation, as long as it has tasks; of several roles in a task the strongest counts.'),
      most: FIRST,
      step: FIRST,
      draw: (width, most) => draw(busy, width, most)
    });
  };
})(PG);
