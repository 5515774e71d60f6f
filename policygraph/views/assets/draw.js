// Drawing helpers of the pictures: measuring, wrapping, scales, axes, labels, marks. One unit is one CSS pixel.
(function (PG) {
  'use strict';
  const s = PG.s;
  const SIZE = 13; // letters of a picture: they are never scaled, so this is what is read
  const LINE = 16;
  let pen = null;

  function width(text) {
    if (!pen) {
      pen = document.createElement('canvas').getContext('2d');
      pen.font = SIZE + 'px ' + getComputedStyle(document.body).fontFamily;
    }
    return pen.measureText(text).width;
  }

  // As many lines as asked for, each no wider than ``room``; what does not fit ends in … (tables say it whole).
  function wrap(text, room, most) {
    const lines = [''];
    const letters = Array.from(PG.flat(text));
    for (let i = 0; i < letters.length; i++) {
      const at = lines.length - 1;
      if (width(lines[at] + letters[i]) <= room || !lines[at]) lines[at] += letters[i];
      else if (lines.length < most) lines.push(letters[i]);
      else {
        while (lines[at] && width(lines[at] + '…') > room) lines[at] = Array.from(lines[at]).slice(0, -1).join('');
        lines[at] += '…';
        break;
      }
    }
    return lines;
  }

  // The words of a label: {x, y (first base line), anchor, cls, full: what is said where it was cut}.
  function label(lines, at) {
    const parts = [].concat(lines);
    const rows = parts.map((line, i) => (i ? s('tspan', { x: at.x, dy: LINE }, line) : s('tspan', { x: at.x }, line)));
    const cut = at.full && parts.join('') !== at.full ? s('title', null, at.full) : null;
    return s('text', { x: at.x, y: at.y, 'text-anchor': at.anchor || null, class: 'pt ' + (at.cls || '') }, cut, rows);
  }

  // A name written downwards, in one column of letters or two; brackets lie down as they do in print.
  const LYING = { '（': '︵', '）': '︶', '(': '︵', ')': '︶', '—': '︱', '-': '︱', '《': '︽', '》': '︾' };
  function upright(text, most, columns) {
    let letters = Array.from(PG.flat(text));
    if (letters.length > most * columns) letters = letters.slice(0, most * columns - 1).concat('…');
    const tall = columns > 1 && letters.length > most ? Math.ceil(letters.length / 2) : letters.length;
    const cut = [letters.slice(0, tall), letters.slice(tall)].filter(part => part.length);
    return cut.map(part => part.map(letter => LYING[letter] || letter));
  }
  function standing(columns, x, bottom, full) {
    const tall = columns[0].length;
    const one = (letters, at) =>
      letters.map((letter, i) =>
        s('tspan', { x: x + (columns.length > 1 ? 7 - 14 * at : 0), y: bottom - 5 - (tall - 1 - i) * 14 }, letter)
      );
    return s('text', { 'text-anchor': 'middle', class: 'pt' }, s('title', null, full), columns.map(one));
  }

  // Round steps from nought to ``top``, no more than ``most`` of them.
  function ticks(top, most) {
    const rough = Math.max(1, top / most);
    const ten = Math.pow(10, Math.floor(Math.log(rough) / Math.LN10 + 1e-9));
    const step = [1, 2, 5, 10].map(n => n * ten).filter(n => n >= rough)[0];
    const out = [];
    for (let at = 0; at <= top; at += step) out.push(at);
    return out;
  }

  // An axis above a drawing: lines down to its end, and a word over each.
  function axis(marks, top, bottom) {
    return marks.map(m => [
      s('line', { x1: m.x, x2: m.x, y1: top, y2: bottom, class: 'pline' }),
      label(m.text, { x: m.x, y: top - 6, anchor: 'middle', cls: 'pq' })
    ]);
  }

  // Shape and colour of a role, as everywhere in the workbench; 16 pixels square.
  function mark(role, x, y) {
    const made = PG.mark(role, 1);
    const group = s('g', { class: 'mk-' + role, transform: 'translate(' + x + ' ' + y + ')' });
    while (made.firstChild) group.appendChild(made.firstChild);
    return group;
  }

  // Surfaces that differ without colour: solid, stripes, dots, lines. ``key`` keeps ids of two pictures apart.
  function surfaces(key) {
    const one = (role, size, turn, inside) =>
      s(
        'pattern',
        {
          id: key + '-' + role,
          width: size,
          height: size,
          patternUnits: 'userSpaceOnUse',
          patternTransform: turn ? 'rotate(' + turn + ')' : null
        },
        s('rect', { width: size, height: size, class: 'p-paper' }),
        inside
      );
    return s(
      'defs',
      null,
      one('responsible', 7, 45, s('rect', { width: 4, height: 7, class: 'p-responsible' })),
      one('support', 6, 0, s('circle', { cx: 3, cy: 3, r: 1.8, class: 'p-support' })),
      one('guide', 6, 0, s('rect', { y: 2, width: 6, height: 1.6, class: 'p-guide' }))
    );
  }
  function surface(key, role, box, more) {
    const fill = role === 'lead' ? null : 'url(#' + key + '-' + role + ')';
    const cls = 'p-edge e-' + role + (role === 'lead' ? ' p-lead' : '');
    return s('rect', Object.assign({ class: cls, fill, 'data-role': role }, box, more || {}));
  }

  // Signs with their words, as many lines as they need: [{sign(x, y), text}] → {nodes, height}.
  function legend(entries, room) {
    let x = 0;
    let y = 0;
    const nodes = entries.map(entry => {
      const wide = 24 + width(entry.text);
      if (x && x + wide > room) {
        x = 0;
        y += 22;
      }
      const made = [entry.sign(x, y), label(entry.text, { x: x + 22, y: y + 14, cls: 'pq' })];
      x += wide + 18;
      return made;
    });
    return { nodes, height: entries.length ? y + 22 : 0 };
  }

  // What a mark stands for: said when pointed at, opened when clicked. Keys and readers have the table.
  function hit(href, says, data, nodes) {
    return s('g', Object.assign({ class: 'hit', 'data-go': href }, data), s('title', null, says), nodes);
  }

  PG.draw = { SIZE, LINE, width, wrap, label, upright, standing, ticks, axis, mark, surfaces, surface, legend, hit };
})(PG);
