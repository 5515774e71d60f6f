// Search: what is typed is found as it stands; failing that, by the words of the index made at build time.
(function (PG) {
  'use strict';
  var h = PG.h,
    T = PG.T,
    P = PG.P;
  var places = null,
    postings = null,
    vocabulary = null;

  // Places in the order the index counts them.
  function prepare() {
    if (places) return;
    var db = PG.db;
    places = [];
    db.organizations.forEach(function (o) {
      places.push({ kind: 'org', id: o.id, text: [o.name].concat(o.aliases || []).join(' ') });
    });
    db.tasks.forEach(function (t) {
      places.push({ kind: 'task', id: t.id, text: t.text, doc: t.doc });
    });
    db.indicators.forEach(function (i) {
      places.push({ kind: 'indicator', id: i.id, text: i.name, doc: i.doc });
    });
    db.goals.forEach(function (g) {
      places.push({ kind: 'goal', id: g.id, text: g.text, doc: g.doc });
    });
    db.documents.forEach(function (doc) {
      doc.paragraphs.forEach(function (p) {
        places.push({ kind: 'text', start: p[0], end: p[1], doc: doc.index, text: PG.quote(doc, p) });
      });
    });
    places.forEach(function (place) {
      place.folded = PG.fold(place.text);
    });
    vocabulary = db.search.words ? db.search.words.split(' ') : [];
    postings = PG.map();
    vocabulary.forEach(function (word, at) {
      postings[word] = db.search.places[at];
    });
  }

  function placesOf(word) {
    var last = 0;
    return (postings[word] || []).map(function (delta) {
      last += delta;
      return last;
    });
  }

  // Longest words first, as the vocabulary knows them; what it does not know stays as single characters.
  PG.words = function (query) {
    prepare();
    var out = [],
      i = 0;
    while (i < query.length) {
      var length = Math.min(8, query.length - i);
      while (length > 1 && !postings[query.substr(i, length)]) length--;
      if (length > 1 || /[\u3400-\u9fff\ud800-\udfff0-9a-z]/.test(query[i])) out.push(query.substr(i, length));
      i += length;
    }
    return out;
  };

  PG.find = function (query, allowed) {
    prepare();
    var folded = PG.fold(query.trim()),
      scores = PG.map();
    if (!folded) return [];
    var parts = folded.split(/\s+/).filter(Boolean);
    places.forEach(function (place, at) {
      if (
        parts.every(function (part) {
          return place.folded.indexOf(part) >= 0;
        })
      )
        scores[at] = 100;
    });
    var terms = [];
    parts.forEach(function (part) {
      terms = terms.concat(PG.words(part));
    });
    var words = terms.filter(function (t) {
      return t.length > 1;
    });
    if (words.length > 1 || !Object.keys(scores).length) {
      words.forEach(function (word) {
        placesOf(word).forEach(function (at) {
          if (scores[at] !== 100) scores[at] = (scores[at] || 0) + 1;
        });
      });
    }
    var need = Math.max(1, Math.ceil(words.length * 0.6)),
      highest = Object.keys(scores).some(function (at) {
        return scores[at] >= need;
      })
        ? need
        : 1;
    return Object.keys(scores)
      .map(Number)
      .filter(function (at) {
        return scores[at] >= highest && (places[at].doc === undefined || allowed[places[at].doc]);
      })
      .sort(function (a, b) {
        return scores[b] - scores[a] || a - b;
      })
      .map(function (at) {
        return { place: places[at], exact: scores[at] === 100, words: scores[at] === 100 ? parts : words };
      });
  };

  // Text with the words of the query marked.
  PG.marked = function (text, words) {
    var folded = PG.fold(text),
      hits = [];
    words.forEach(function (word) {
      for (var at = folded.indexOf(word); at >= 0 && word; at = folded.indexOf(word, at + word.length))
        hits.push({ start: at, end: at + word.length });
    });
    return PG.segments(0, text.length, hits).map(function (seg) {
      var piece = text.slice(seg.start, seg.end);
      return seg.marks.length ? h('mark.hit', piece) : piece;
    });
  };

  function around(text, words) {
    var folded = PG.fold(text),
      at = -1;
    words.forEach(function (word) {
      var i = folded.indexOf(word);
      if (i >= 0 && (at < 0 || i < at)) at = i;
    });
    var low = Math.max(0, at - 30),
      high = Math.min(text.length, low + 110);
    return (low ? '…' : '') + PG.flat(text.slice(low, high)) + (high < text.length ? '…' : '');
  }

  function row(hit) {
    var place = hit.place,
      fact = PG.byId[place.id],
      link;
    if (place.kind === 'org') {
      var n = (PG.orgTasks[place.id] || []).length;
      return h(
        'li',
        h('a', { href: PG.to('org', place.id) }, PG.marked(PG.byId[place.id].name, hit.words)),
        h('span.quiet', ' ' + P(n + ' 项任务', n + ' tasks'))
      );
    }
    if (place.kind === 'text') {
      var doc = PG.db.documents[place.doc];
      link = PG.to('text', doc.id, { at: String(place.start) });
      return h(
        'li',
        h('a', { href: link }, PG.marked(around(place.text, hit.words), hit.words)),
        PG.db.documents.length > 1 ? h('span.quiet', ' ' + PG.docShort(doc)) : null
      );
    }
    var owners = place.kind === 'task' ? PG.resp(place.id) : place.kind === 'indicator' ? PG.owners(fact).list : [];
    return h(
      'li',
      h(
        'a',
        { href: PG.fact(place.id), 'data-f': place.id },
        fact.number ? fact.number + '．' : '',
        PG.marked(place.text, hit.words),
        place.kind === 'indicator' ? ' ' + PG.valueText(fact) : null
      ),
      h(
        'span.quiet',
        ' ' +
          owners.map(PG.orgName).join('、') +
          (PG.db.documents.length > 1 ? ' ' + PG.docShort(PG.docOf(fact)) : '')
      )
    );
  }

  PG.views.search = function (main, state) {
    var allowed = PG.map();
    PG.inScope(state).forEach(function (doc) {
      allowed[doc.index] = true;
    });
    var hits = PG.find(state.q.s || '', allowed),
      kinds = ['org', 'task', 'indicator', 'goal', 'text'];
    main.appendChild(PG.heading(T('search') + (state.q.s ? P('：“', ': “') + state.q.s + '”' : '')));
    if (!hits.length) {
      main.appendChild(
        PG.empty(
          state.q.s
            ? P(
                '没有找到“' +
                  state.q.s +
                  '”。可以少写几个字，或换一个说法；这里查的是任务、单位、指标、目标和全文。',
                'Nothing found. Try fewer characters; tasks, organisations, indicators, goals and the whole text are searched.'
              )
            : P('在上方输入要找的字词。', 'Type what to look for in the box above.')
        )
      );
      return;
    }
    main.appendChild(h('p.quiet', hits.length + ' ' + T('found')));
    kinds.forEach(function (kind) {
      var list = hits.filter(function (hit) {
        return hit.place.kind === kind;
      });
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
