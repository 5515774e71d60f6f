// A grid of counts with names on two sides: who works with whom, which sections fall to whom.
(function (PG) {
  'use strict';
  const s = PG.s;
  const D = PG.draw;
  const LETTERS = 9; // of a standing name in one column of letters
  const ROW = 28;

  // Room for the names of rows, and how many columns of that width fit beside them.
  PG.gridPlan = (names, width, cell) => {
    const most = Math.max.apply(null, names.map(D.width)) + 12;
    const left = Math.min(most, width < 520 ? Math.floor(width * 0.36) : 210);
    return { left, cell, fit: Math.floor((width - left) / cell) };
  };

  function heads(cols, plan) {
    const names = cols.map(c => D.upright(c.name, LETTERS, plan.cell >= 30 ? 2 : 1));
    const tall = Math.max.apply(null, names.map(n => n[0].length));
    const bottom = tall * 14 + 8;
    const made = names.map((n, at) => D.standing(n, plan.left + (at + 0.5) * plan.cell, bottom, cols[at].name));
    return { nodes: made, bottom: bottom + 4 };
  }

  // at(row, col) → {href, says, data, sign(x, y, wide, high)} or nothing; rows and cols: [{name}].
  PG.gridDraw = (rows, cols, plan, at) => {
    const head = heads(cols, plan);
    const end = plan.left + cols.length * plan.cell;
    let y = head.bottom;
    const body = rows.map(row => {
      const lines = D.wrap(row.name, plan.left - 10, 2);
      const high = lines.length > 1 ? 40 : ROW;
      const base = y + high / 2 + (lines.length > 1 ? -3 : 5);
      const name = D.label(lines, { x: plan.left - 8, y: base, anchor: 'end', full: row.name });
      const cells = cols.map((col, i) => {
        const found = at(row, col);
        const x = plan.left + i * plan.cell;
        return found && D.hit(found.href, found.says, found.data, found.sign(x, y, plan.cell, high));
      });
      const line = s('line', { x1: plan.left, x2: end, y1: y + 0.5, y2: y + 0.5, class: 'pline' });
      y += high;
      return [line, name, cells];
    });
    const upright = cols.concat(0).map((col, i) => {
      const x = plan.left + i * plan.cell + 0.5;
      return s('line', { x1: x, x2: x, y1: head.bottom, y2: y, class: 'pline' });
    });
    const last = s('line', { x1: plan.left, x2: end, y1: y + 0.5, y2: y + 0.5, class: 'pline' });
    return { nodes: [head.nodes, upright, body, last], height: y + 2 };
  };

  // A square that grows and darkens in four steps, the number on it.
  PG.gridSquare = (n, top, x, y, wide, high) => {
    const step = Math.max(1, Math.ceil((4 * n) / top));
    const side = Math.min(wide, high) - 3 - 3 * (4 - step);
    const left = x + (wide - side) / 2;
    const box = { x: left, y: y + (high - side) / 2, width: side, height: side, class: 'p-heat' + step };
    const word = { x: x + wide / 2, y: y + high / 2 + 5, anchor: 'middle' };
    // Where the square is smaller than the cell, the whole cell can still be hit.
    const ground = s('rect', { x: x + 1, y: y + 1, width: wide - 2, height: high - 2, class: 'p-ground' });
    return [ground, s('rect', box), D.label(String(n), word)];
  };

  // The sign of a role and a number beside it.
  PG.gridSign = (sign, n, x, y, wide, high) => {
    const room = 18 + D.width(String(n));
    const left = x + (wide - room) / 2;
    const ground = s('rect', { x: x + 1, y: y + 1, width: wide - 2, height: high - 2, class: 'p-ground' });
    return [
      ground,
      sign(left, y + high / 2 - 8),
      D.label(String(n), { x: left + 18, y: y + high / 2 + 5 })
    ];
  };
})(PG);
