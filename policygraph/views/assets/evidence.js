// The sentence that says so: spans of a fact, shown in their paragraph, marked.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  PG.markSpans = (doc, spans, cls, fact) =>
    (spans || []).map(span => ({ start: doc.at(span[0]), end: doc.at(span[1]), cls, fact, page: span[2] }));

  // Marks near each other share one excerpt; a gap of more than two lines starts a new one.
  function clusters(doc, marks) {
    const sorted = marks.slice().sort((a, b) => a.start - b.start || b.end - a.end);
    const out = [];
    sorted.forEach(m => {
      const last = out[out.length - 1];
      if (last && m.start - last.end < 160 && doc.text.slice(last.end, m.start).split(/\S/).length < 90) {
        last.end = Math.max(last.end, m.end);
        last.marks.push(m);
      } else out.push({ start: m.start, end: m.end, marks: [m] });
    });
    return out;
  }

  function paragraph(doc, start, end) {
    const low = doc.text.lastIndexOf('\n', start - 1) + 1;
    const high = doc.text.indexOf('\n', end);
    return [low, high < 0 ? doc.text.length : high];
  }

  function tidy(text) {
    return text.replace(/[ \t]*\n\s*/g, '\n').replace(/\t/g, ' ');
  }

  function words(doc, low, high, marks) {
    return PG.segments(low, high, marks).map(seg => {
      const text = tidy(doc.text.slice(seg.start, seg.end));
      if (!seg.marks.length) return text;
      return h('mark.' + seg.marks.map(m => m.cls).join('.'), text);
    });
  }

  function excerpt(doc, cluster) {
    const bounds = paragraph(doc, cluster.start, cluster.end);
    const reach = PG.narrow() ? 24 : 70;
    const low = Math.max(bounds[0], cluster.start - reach);
    const high = Math.min(bounds[1], cluster.end + reach);
    const body = h('blockquote.passage');
    const cut = low > bounds[0] || high < bounds[1];
    function draw(a, b) {
      PG.clear(body);
      PG.append(body, [
        a > bounds[0] ? h('span.dots', '…') : null,
        words(doc, a, b, cluster.marks),
        b < bounds[1] ? h('span.dots', '…') : null
      ]);
    }
    draw(low, high);
    var more = cut
      ? PG.button(
          T('showContext'),
          () => {
            draw(bounds[0], bounds[1]);
            more.remove();
          },
          { class: 'link noprint' }
        )
      : null;
    return [body, more];
  }

  PG.where = (doc, sectionId, spans) => {
    const trail = PG.trail(sectionId);
    const page = (spans || []).map(span => span[2]).filter(Boolean)[0];
    const parts = trail.map(
      (section, at) =>
        (at ? ' › ' : '') + section.number + (/[（）()]$/.test(section.number) ? '' : ' ') + section.heading
    );
    if (page) parts.push((parts.length ? ' · ' : '') + P('第' + page + '页', 'p. ' + page));
    return parts.join('');
  };

  // A titled block: heading, where it stands, and the excerpts.
  PG.evidence = options => {
    const doc = options.doc;
    const list = clusters(doc, options.marks);
    const first = options.marks[0];
    if (!list.length) return null;
    return h(
      'section.evidence' + (options.weak ? '.inferred' : ''),
      h(
        'h3',
        options.title,
        options.weak ? h('span.tag.inferred', T('inferred')) : null,
        first
          ? h(
              'a.small.noprint',
              { href: PG.to('text', doc.id, { at: String(options.point), f: options.fact }) },
              T('inText')
            )
          : null
      ),
      options.where ? h('p.where', options.where) : null,
      list.map(c => excerpt(doc, c)),
      PG.pageImage && first.page && (doc.source || {}).media_type === 'application/pdf'
        ? PG.pageImage(doc, options.fact, first.page)
        : null,
      options.why ? h('p.why', options.why) : null
    );
  };

  PG.citationText = fact => {
    const doc = PG.docOf(fact);
    const spans = fact.spans || [];
    const quote = PG.flat(spans.map(x => PG.quote(doc, x)).join('…'));
    const body =
      fact.body_spans && fact.body_spans.length
        ? PG.flat(fact.body_spans.map(x => PG.quote(doc, x)).join('…'))
        : '';
    const page = (fact.body_spans || spans).map(x => x[2]).filter(Boolean)[0];
    const path = fact.section_path;
    const where = [
      doc.number,
      path ? P('第 ', 'section ') + path : '',
      page ? P('第' + page + '页', 'p. ' + page) : ''
    ]
      .filter(Boolean)
      .join('，');
    return '《' + PG.docTitle(doc) + '》' + (where ? '（' + where + '）' : '') + '：“' + (body || quote) + '”';
  };
})(PG);
