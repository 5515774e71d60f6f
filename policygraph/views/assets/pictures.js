// Small pictures with their numbers: bars, columns, a grid. Each is a list or a table first, a drawing second.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  // Bars with their numbers: a list for everybody, a picture for the eye.
  PG.bars = rows => {
    const top = Math.max.apply(null, rows.map(r => r.value).concat([1]));
    return h(
      'ul.bars',
      rows.map(r =>
        h(
          'li',
          h('a', { href: r.href }, r.label),
          PG.s(
            'svg',
            { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
            PG.s('rect', { x: 0, y: 0, width: (100 * r.value) / top, height: 8, class: 'b-rest' }),
            r.part ? PG.s('rect', { x: 0, y: 0, width: (100 * r.part) / top, height: 8, class: 'b-lead' }) : null
          ),
          h('span.num', r.value)
        )
      )
    );
  };
})(PG);
