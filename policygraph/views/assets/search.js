// Search: what is typed is found as it stands; failing that, by the words of the index made at build time.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  let places = null;
  let postings = null;
  let vocabulary = null;

  // All that a task says: its words, the passage of the body, its measures. The index is made of the same.
  const passage = t => {
    const doc = PG.db.documents[t.doc];
    const more = (t.body_spans || []).concat(t.measures || []).map(span => PG.quote(doc, span));
    return [t.text].concat(more).join('\n');
  };

  // Places in the order the index counts them.
  function prepare() {
    if (places) return;
    const db = PG.db;
    places = [];
    db.organizations.forEach(o => {
      places.push({ kind: 'org', id: o.id, text: [o.name].concat(o.aliases || []).join(' ') });
    });
    db.tasks.forEach(t => {
      places.push({ kind: 'task', id: t.id, text: passage(t), doc: t.doc });
    });
    db.duties.forEach(d => {
      places.push({ kind: 'duty', id: d.id, text: d.text, doc: d.doc });
    });
    db.indicators.forEach(i => {
      places.push({ kind: 'indicator', id: i.id, text: i.name, doc: i.doc });
    });
    db.goals.forEach(g => {
      places.push({ kind: 'goal', id: g.id, text: g.text, doc: g.doc });
    });
    db.documents.forEach(doc => {
      doc.paragraphs.forEach(p => {
        places.push({ kind: 'text', start: p[0], end: p[1], doc: doc.index, text: PG.quote(doc, p) });
      });
    });
    places.forEach(place => {
      place.folded = PG.fold(place.text);
    });
    vocabulary = db.search.words ? db.search.words.split(' ') : [];
    postings = PG.map();
    vocabulary.forEach((word, at) => {
      postings[word] = db.search.places[at];
    });
  }

  function placesOf(word) {
    let last = 0;
    return (postings[word] || []).map(delta => {
      last += delta;
      return last;
    });
  }

  // Longest words first, as the vocabulary knows them; what it does not know stays as single characters.
  PG.words = query => {
    prepare();
    const out = [];
    let i = 0;
    while (i < query.length) {
      let length = Math.min(8, query.length - i);
      while (length > 1 && !postings[query.substr(i, length)]) length--;
      if (length > 1 || /[\u3400-\u9fff\ud800-\udfff0-9a-z]/.test(query[i])) out.push(query.substr(i, length));
      i += length;
    }
    return out;
  };

  PG.find = (query, allowed) => {
    prepare();
    const folded = PG.fold(query.trim());
    const scores = PG.map();
    if (!folded) return [];
    const parts = folded.split(/\s+/).filter(Boolean);
    places.forEach((place, at) => {
      if (parts.every(part => place.folded.indexOf(part) >= 0)) scores[at] = 100;
    });
    let terms = [];
    parts.forEach(part => {
      terms = terms.concat(PG.words(part));
    });
    const words = terms.filter(t => t.length > 1);
    if (words.length > 1 || !Object.keys(scores).length) {
      words.forEach(word => {
        placesOf(word).forEach(at => {
          if (scores[at] !== 100) scores[at] = (scores[at] || 0) + 1;
        });
      });
    }
    const need = Math.max(1, Math.ceil(words.length * 0.6));
    const highest = Object.keys(scores).some(at => scores[at] >= need) ? need : 1;
    return Object.keys(scores)
      .map(Number)
      .filter(at => scores[at] >= highest && (places[at].doc === undefined || allowed[places[at].doc]))
      .sort((a, b) => scores[b] - scores[a] || a - b)
      .map(at => ({ place: places[at], exact: scores[at] === 100, words: scores[at] === 100 ? parts : words }));
  };

  // Text with the words of the query marked.
  PG.marked = (text, words) => {
    const folded = PG.fold(text);
    const hits = [];
    words.forEach(word => {
      for (let at = folded.indexOf(word); at >= 0 && word; at = folded.indexOf(word, at + word.length))
        hits.push({ start: at, end: at + word.length });
    });
    return PG.segments(0, text.length, hits).map(seg => {
      const piece = text.slice(seg.start, seg.end);
      return seg.marks.length ? h('mark.hit', piece) : piece;
    });
  };

  function around(text, words) {
    const folded = PG.fold(text);
    let at = -1;
    words.forEach(word => {
      const i = folded.indexOf(word);
      if (i >= 0 && (at < 0 || i < at)) at = i;
    });
    const low = Math.max(0, at - 30);
    const high = Math.min(text.length, low + 110);
    return (low ? '…' : '') + PG.flat(text.slice(low, high)) + (high < text.length ? '…' : '');
  }

  function row(hit) {
    const place = hit.place;
    const fact = PG.byId[place.id];
    let link;
    if (place.kind === 'org') {
      const n = (PG.orgTasks[place.id] || []).concat(PG.orgDuties[place.id] || []).length;
      return h(
        'li',
        h('a', { href: PG.to('org', place.id) }, PG.marked(PG.placed(PG.byId[place.id]), hit.words)),
        h('span.quiet', ' ' + P(n + ' 项任务和职责', n + ' tasks and duties'))
      );
    }
    if (place.kind === 'text') {
      const doc = PG.db.documents[place.doc];
      link = PG.to('text', doc.id, { at: String(place.start) });
      return h(
        'li',
        h('a', { href: link }, PG.marked(around(place.text, hit.words), hit.words)),
        PG.db.documents.length > 1 ? h('span.quiet', ' ' + PG.docShort(doc)) : null
      );
    }
    const owners = place.kind === 'goal' ? [] : PG.answering(fact);
    const own = fact.text || fact.name;
    const inside = place.text !== own && hit.words.some(word => PG.fold(own).indexOf(word) < 0);
    return h(
      'li',
      h(
        'a',
        { href: PG.fact(place.id), 'data-f': place.id },
        fact.number ? fact.number + '．' : '',
        PG.marked(own, hit.words),
        place.kind === 'indicator' ? ' ' + PG.valueText(fact) : null
      ),
      inside ? h('div.context.quiet', PG.marked(around(place.text.slice(own.length + 1), hit.words), hit.words)) : null,
      h(
        'span.quiet',
        ' ' +
          owners.map(PG.orgName).join('、') +
          (PG.db.documents.length > 1 ? ' ' + PG.docShort(PG.docOf(fact)) : '')
      )
    );
  }

  PG.views.search = (main, state) => {
    const allowed = PG.map();
    PG.inScope(state).forEach(doc => {
      allowed[doc.index] = true;
    });
    const hits = PG.find(state.q.s || '', allowed);
    const kinds = ['org', 'task', 'duty', 'indicator', 'goal', 'text'];
    main.appendChild(PG.heading(T('search') + (state.q.s ? P('：“', ': “') + state.q.s + '”' : '')));
    if (!hits.length) {
      main.appendChild(
        PG.empty(
          state.q.s
            ? P(
                '没有找到“' +
                  state.q.s +
                  '”。可以少写几个字，或换一个说法；这里查的是任务、单位、指标、目标和全文。',
                'Nothing found. Try fewer characters; tasks, organisations, indicators and the text are searched.'
              )
            : P('在上方输入要找的字词。', 'Type what to look for in the box above.')
        )
      );
      return;
    }
    main.appendChild(h('p.quiet', hits.length + ' ' + T('found')));
    kinds.forEach(kind => {
      const list = hits.filter(hit => hit.place.kind === kind);
      if (!list.length) return;
      main.appendChild(
        h(
          'section.results',
          h('h2', T(kind === 'org' ? 'orgs' : kind), h('span.count', list.length)),
          PG.growing('ul.plain', list, row, 40)
        )
      );
    });
  };
})(PG);
