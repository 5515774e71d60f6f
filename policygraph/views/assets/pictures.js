// The frame of a picture: its name and description, drawing it at the width there is, what is not drawn, saving it.
(function (PG) {
  'use strict';
  const h = PG.h;
  const s = PG.s;
  const P = PG.P;
  const D = PG.draw;
  const WIDEST = 690; // what an A4 page in portrait holds without making letters smaller
  const LEAST = 260;

  // spec: {key, title, says, draw(width, most), most, step}. ``draw`` gives {nodes, height, rest: what is left out in
  // words, left: how many more could be drawn}. The same numbers stand in the table the view puts beside it.
  PG.picture = spec => {
    let most = spec.most || 0;
    let drawn = 0;
    const canvas = h('div.canvas', {
      on: {
        click: e => {
          const mark = e.target.closest('[data-go]');
          if (mark) PG.go(mark.getAttribute('data-go'));
        }
      }
    });
    const rest = h('p.quiet.rest');
    const more = PG.button('', () => {
      most += spec.step;
      paint();
    });
    const save = PG.button(P('保存图片（SVG）', 'Save picture (SVG)'), () => keep(spec, canvas.firstChild, rest), {
      'data-save': spec.key
    });
    const head = h('div.title', h('h2', spec.title), h('span.actions.noprint', save, more));
    const figure = h('figure.picture', h('figcaption', head, h('p.quiet', spec.says)), canvas, rest);
    function paint() {
      drawn = room();
      const made = spec.draw(drawn, most);
      const svg = frame(spec, drawn, Math.ceil(made.height), made.nodes);
      if (canvas.firstChild) canvas.replaceChild(svg, canvas.firstChild);
      else canvas.appendChild(svg);
      rest.textContent = made.rest || '';
      rest.hidden = !made.rest;
      more.hidden = !(made.left && spec.step);
      const next = Math.min(made.left || 0, spec.step);
      more.textContent = P('再画 ' + next + ' 行', 'Draw ' + next + ' more');
    }
    const room = () => Math.max(LEAST, Math.min(WIDEST, Math.floor(figure.clientWidth)));
    figure.paint = () => {
      paint();
      if (!window.ResizeObserver) return;
      const watch = new ResizeObserver(() => {
        if (!figure.isConnected) watch.disconnect();
        else if (figure.clientWidth && Math.abs(room() - drawn) > 6) requestAnimationFrame(paint);
      });
      watch.observe(figure);
    };
    return figure;
  };

  // A picture is drawn when the page around it stands, because only then its width is known.
  PG.paintPictures = main => {
    Array.prototype.forEach.call(main.querySelectorAll('figure.picture'), figure => figure.paint());
  };

  // A table and its picture: side by side where there is room, else the picture below, and a way down to it.
  PG.beside = (figure, table, below) => {
    const down = PG.button('↓ ' + P('看图', 'Picture'), () => figure.scrollIntoView({ block: 'start' }), {
      class: 'down noprint'
    });
    const parts = [down, h('div.numbers', table), h('div.drawing', figure)];
    return h('div.beside' + (below ? '.below' : ''), parts);
  };

  function frame(spec, width, height, nodes) {
    const name = 'pic-' + spec.key + '-name';
    const says = 'pic-' + spec.key + '-says';
    const attrs = { viewBox: '0 0 ' + width + ' ' + height, width, height, role: 'img', focusable: 'false' };
    attrs['aria-labelledby'] = name + ' ' + says;
    return s('svg', attrs, s('title', { id: name }, spec.title), s('desc', { id: says }, spec.says), nodes);
  }

  // ---- saving ------------------------------------------------------------------------------------------

  const MARGIN = 16;
  const SHAPES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray'];
  const LETTERS = ['fill', 'font-size', 'font-family', 'font-weight'];
  const USUAL = { stroke: 'none', 'stroke-dasharray': 'none', 'stroke-width': '1px', 'font-weight': '400' };

  const hex = value => {
    const rgb = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(value);
    const pair = n => ('0' + Number(n).toString(16)).slice(-2);
    return rgb ? '#' + pair(rgb[1]) + pair(rgb[2]) + pair(rgb[3]) : value.replace(/url\("(#[\w-]+)"\)/, 'url($1)');
  };

  // Styles become attributes, so that the file needs no style sheet and other programs read it too.
  function inline(svg) {
    Array.prototype.forEach.call(svg.querySelectorAll('*'), node => {
      const shape = /^(rect|circle|path|line)$/.test(node.nodeName);
      if (shape || node.nodeName === 'text') {
        const style = getComputedStyle(node);
        (shape ? SHAPES : LETTERS).forEach(key => {
          const value = style.getPropertyValue(key);
          if (value && value !== USUAL[key]) node.setAttribute(key, hex(value));
        });
      }
    });
    Array.prototype.forEach.call(svg.querySelectorAll('*'), node => {
      Array.prototype.slice.call(node.attributes).forEach(a => {
        if (a.name === 'class' || a.name.indexOf('data-') === 0) node.removeAttribute(a.name);
      });
    });
  }

  // A report wants the name above, what is left out and where it is from below, and paper under it in any theme.
  function sheet(spec, svg, rest) {
    const width = svg.viewBox.baseVal.width;
    const body = Array.prototype.slice.call(svg.cloneNode(true).childNodes, 2);
    const from = PG.inScope(PG.state).map(d => PG.docTitle(d) + (d.number ? '（' + d.number + '）' : ''));
    const source = P('来源：', 'Source: ') + from.slice(0, 3).join('；');
    const more = from.length > 3 ? P(' 等 ' + from.length + ' 份文件', ', ' + from.length + ' documents in all') : '';
    const head = D.wrap(spec.title, (width * D.SIZE) / 18, 2);
    const foot = [spec.says, rest.textContent, source + more].filter(Boolean);
    const lines = foot.reduce((all, text) => all.concat(D.wrap(text, width, 6)), []);
    const top = MARGIN + head.length * 22 + 8;
    const low = top + svg.viewBox.baseVal.height + 20;
    const high = low + lines.length * D.LINE + MARGIN;
    const whole = head.map((line, i) =>
      s('text', { x: MARGIN, y: MARGIN + 16 + 22 * i, class: 'pt phead' }, line)
    );
    return frame(spec, width + 2 * MARGIN, high, [
      s('rect', { width: width + 2 * MARGIN, height: high, class: 'p-paper' }),
      whole,
      s('g', { transform: 'translate(' + MARGIN + ' ' + top + ')' }, body),
      D.label(lines, { x: MARGIN, y: low, cls: 'pq' })
    ]);
  }

  const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g; // eslint-disable-line no-control-regex

  function keep(spec, svg, rest) {
    const made = sheet(spec, svg, rest);
    const paper = h('div.paper.vh', { 'aria-hidden': 'true' }, made);
    document.body.appendChild(paper);
    inline(made);
    paper.remove();
    const text = new XMLSerializer().serializeToString(made).replace(NOT_XML, '');
    const docs = PG.inScope(PG.state);
    const of = docs.length === 1 ? PG.docShort(docs[0]) : P(docs.length + '份文件', docs.length + ' documents');
    PG.download(fileName(spec.title + '-' + of) + '.svg', text, 'image/svg+xml;charset=utf-8');
    PG.say(P('已保存图片', 'Picture saved'));
  }
  const fileName = text =>
    Array.from(text.replace(/[\\/:*?"<>|\s\u0000-\u001f\u2028\u2029\u202a-\u202e\ufeff]+/g, '_')).slice(0, 80).join('');

  // ---- bars in a list ----------------------------------------------------------------------------------

  // Bars with their numbers: a list for everybody, a picture for the eye.
  PG.bars = rows => {
    const top = Math.max.apply(null, rows.map(r => r.value).concat([1]));
    const bar = r => s('rect', { x: 0, y: 0, width: (100 * r.value) / top, height: 8, class: 'b-lead' });
    const attrs = { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' };
    const row = r => h('li', h('a', { href: r.href }, r.label), s('svg', attrs, bar(r)), h('span.num', r.value));
    return h('ul.bars', rows.map(row));
  };
})(PG);
