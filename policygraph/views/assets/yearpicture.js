// Targets by year: a row for an indicator, a point for each year it has a target for, the value beside the point.
(function (PG) {
  'use strict';
  const h = PG.h;
  const s = PG.s;
  const P = PG.P;
  const D = PG.draw;
  const FIRST = 12;
  const APART = 40; // two years stand at least so far apart, or their names would touch
  const LANE = 20;

  const yearOf = text => (/^\d{4}/.test(text || '') ? Number(text.slice(0, 4)) : null);
  const distinct = list => list.filter((x, at) => list.indexOf(x) === at).sort((a, b) => a - b);

  // One row for an indicator of a document; two targets for one year are two rows, so that no point hides another.
  function rowsOf(indicators) {
    const seen = PG.map();
    const list = [];
    indicators.forEach(i => {
      const year = yearOf(i.by);
      if (!year) return;
      const key = [i.doc, i.name, i.scope || '', i.unit || ''].join('\u0001');
      const have = (seen[key] = seen[key] || []);
      let row = have.filter(r => r.points.every(p => p.year !== year))[0];
      if (!row) {
        row = { name: i.name + (i.scope ? '（' + i.scope + '）' : ''), points: [], of: 0 };
        have.push(row);
        list.push(row);
      }
      row.of++;
      row.points.push({ i, year, kind: PG.owners(i).list.length ? 'target' : 'alone', text: PG.valueText(i) });
      const from = i.baseline && i.baseline.value !== null && i.baseline.value !== undefined && yearOf(i.baseline.by);
      if (from && row.points.every(p => p.year !== from))
        row.points.push({ i, year: from, kind: 'base', text: String(i.baseline.value) });
    });
    list.forEach(row => row.points.sort((a, b) => a.year - b.year));
    return list;
  }

  // ● with an owner, ◆ without, ◇ ○ where the year is inferred, □ where it starts from.
  function sign(kind, weak, x, y) {
    const cls = 'p-year y-' + kind + (weak ? ' weak' : '');
    if (kind === 'alone') return s('path', { d: 'M' + x + ' ' + (y - 7) + 'l7 7-7 7-7-7z', class: cls });
    if (kind === 'base') return s('rect', { x: x - 5, y: y - 5, width: 10, height: 10, class: cls });
    return s('circle', { cx: x, cy: y, r: 6, class: cls });
  }

  // Where a year stands: at its distance where the room allows, else one step for each, else with the year written out.
  function scaleOf(years, targets, start, end) {
    const span = years[years.length - 1] - years[0];
    const gaps = years.slice(1).map((y, at) => y - years[at]);
    const each = (end - start) / Math.max(1, years.length - 1);
    if (targets.length < 3 || years.length < 2 || each < APART) {
      const step = Math.min(each, 150);
      return { plain: true, x: y => start + years.indexOf(y) * step };
    }
    const near = (Math.min.apply(null, gaps) * (end - start)) / span;
    if (near >= APART) return { x: y => start + ((y - years[0]) * (end - start)) / span };
    return { even: true, x: y => start + years.indexOf(y) * each };
  }

  // A value stands right of its point, else left, else below in the first lane with room.
  function placed(row, scale, left, width) {
    const taken = [row.points.map(p => [scale.x(p.year) - 8, scale.x(p.year) + 8])];
    const free = (lane, from, to) => (taken[lane] || []).every(box => to <= box[0] || from >= box[1]);
    const labels = row.points.map(p => {
      const x = scale.x(p.year);
      const said = (scale.plain ? p.year + P('：', ': ') : '') + p.text;
      const text = D.wrap(said, width - left, 1)[0];
      const wide = D.width(text) + 4;
      let lane = 0;
      let at = x + 11;
      if (at + wide > width || !free(0, at, at + wide)) at = x - 11 - wide;
      if (at < left || !free(0, at, at + wide))
        for (lane = 1, at = Math.max(left, Math.min(x - 8, width - wide)); !free(lane, at, at + wide); ) lane++;
      (taken[lane] = taken[lane] || []).push([at, at + wide]);
      return { p, x, lane, at, text, said };
    });
    return { row, labels, lanes: taken.length };
  }

  function point(one, y) {
    const weak = PG.weak(one.p.i) && one.p.kind !== 'base';
    const base = one.p.kind === 'base' ? P('，基期', ', baseline') : '';
    const says = one.p.i.name + ' · ' + one.p.year + ' · ' + one.p.text + base;
    const data = { 'data-i': one.p.i.id, 'data-year': one.p.year, 'data-kind': one.p.kind };
    return D.hit(PG.fact(one.p.i.id), says, data, [
      s('rect', { x: one.x - 9, y: y - 10, width: 18, height: 20, class: 'p-ground' }),
      sign(one.p.kind, weak, one.x, y),
      D.label(one.text, { x: one.at, y: y + 5 + one.lane * LANE, full: one.said })
    ]);
  }

  function drawRow(found, y, left, narrow) {
    const names = D.wrap(found.row.name, narrow ? left.width : left.plot - 12, 2);
    const head = narrow ? names.length * D.LINE + 4 : 0;
    const at = y + head + 16;
    const name = narrow
      ? D.label(names, { x: 0, y: y + 14, full: found.row.name })
      : D.label(names, { x: left.plot - 12, y: y + 21, anchor: 'end', full: found.row.name });
    const ends = [found.labels[0].x, found.labels[found.labels.length - 1].x];
    const high = Math.max(head + 14 + found.lanes * LANE, narrow ? 0 : names.length * D.LINE + 14);
    const join = ends[1] > ends[0] && s('line', { x1: ends[0], x2: ends[1], y1: at, y2: at, class: 'p-join' });
    return { high, nodes: [name, join, found.labels.map(one => point(one, at))] };
  }

  const KINDS = () => [
    ['target', false, P('目标值', 'target')],
    ['alone', false, P('目标值，无人负责', 'target nobody owns')],
    ['target', true, P('年份为推断', 'year inferred')],
    ['base', false, P('基期', 'baseline')]
  ];
  function legend(rows, width) {
    const points = rows.reduce((all, row) => all.concat(row.points), []);
    const has = kind => points.some(p => (kind[1] ? p.kind !== 'base' && PG.weak(p.i) : p.kind === kind[0]));
    const signs = KINDS().filter(has);
    return D.legend(
      signs.map(k => ({ text: k[2], sign: (x, y) => sign(k[0], k[1], x + 9, y + 9) })),
      width
    );
  }

  function draw(all, width, most) {
    const rows = all.rows.slice(0, most);
    const narrow = width < 520;
    const names = Math.max.apply(null, rows.map(r => D.width(r.name)));
    const plot = narrow ? 0 : Math.min(230, names + 16);
    const points = rows.reduce((list, row) => list.concat(row.points), []);
    const years = distinct(points.map(p => p.year));
    const values = points.filter(p => p.year === years[years.length - 1]).map(p => D.width(p.text));
    const end = width - 14 - Math.min(Math.max.apply(null, values), (width - plot) * 0.35);
    const scale = scaleOf(years, all.years, plot + 12, end);
    const signs = legend(rows, width);
    let y = signs.height + (scale.plain ? 6 : 28);
    const start = y;
    const lines = rows.map(row => {
      const made = drawRow(placed(row, scale, plot, width), y, { plot, width }, narrow);
      y += made.high;
      return made.nodes;
    });
    const axis = scale.plain ? null : D.axis(years.map(n => ({ x: scale.x(n), text: String(n) })), start, y);
    const left = all.rows.length - rows.length;
    return { nodes: [signs.nodes, axis, lines], height: y + 4, left, rest: rest(all, rows, scale) };
  }

  function rest(all, rows, scale) {
    const count = list => list.reduce((n, row) => n + row.of, 0);
    const left = count(all.rows) - count(rows);
    return [
      scale.even ? P('年份等距排列，不按间隔长短。', 'Years are evenly spaced, whatever lies between. ') : '',
      left ? P('另有 ' + left + ' 个指标没有画出，见表。', left + ' more indicators are not drawn; see the table. ') : '',
      all.none ? P(all.none + ' 个指标没有写年份，不在图上。', all.none + ' indicators name no year.') : ''
    ].join('');
  }

  // indicators: those of the table, in its order.
  PG.yearPicture = indicators => {
    const rows = rowsOf(indicators);
    const drawn = rows.reduce((n, row) => n + row.of, 0);
    if (!drawn)
      return h('p.note', P('所示指标都没有写年份，画不出按年份的图。', 'No indicator shown names a year: nothing to draw.'));
    const years = distinct(indicators.map(i => yearOf(i.by)).filter(Boolean));
    const few = years.join(P('、', ', '));
    const zh =
      years.length < 3
        ? '所示指标只有 ' + few + ' 年的目标，连不成时间线：一个点是一个目标，点旁写明年份和目标值。点一下看依据。'
        : '一行是一个指标，一个点是它某一年的目标，点旁是目标值。点一下看依据。';
    const en =
      years.length < 3
        ? 'Targets are for ' + few + ' only, too few years for a line of time: each point says its year and value.'
        : 'A row for an indicator, a point for each year it has a target for, the value beside it.';
    return PG.picture({
      key: 'years',
      title: P('指标目标按年份', 'Targets by year'),
      says: P(zh, en),
      most: FIRST,
      step: FIRST,
      draw: (width, most) => draw({ rows, years, none: indicators.length - drawn }, width, most)
    });
  };
})(PG);
