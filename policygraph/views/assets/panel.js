// The side panel: any fact, its owners, the sentences that say so, and how it was found.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  function pair(label, value) {
    return value === null || value === undefined || value === '' ? null : [h('dt', label), h('dd', value)];
  }

  function how(fact) {
    return h(
      'details.how',
      h('summary', P('这一条是怎样识别的', 'How this was found')),
      h(
        'dl.facts',
        pair(T('confidence'), h('span.tag.' + (fact.confidence || 'stated'), T(fact.confidence || 'stated'))),
        pair(T('why'), fact.why),
        pair(T('rule'), fact.rule && h('code', fact.rule)),
        pair(P('编号', 'Id'), h('code', fact.id))
      )
    );
  }

  function indicatorLine(i) {
    const owners = PG.owners(i);
    return h(
      'li',
      h('a', { href: PG.fact(i.id), 'data-f': i.id }, i.name),
      ' ',
      h('strong', PG.valueText(i)),
      i.by ? '，' + i.by + P(' 年', '') : '',
      ' ',
      owners.list.length ? null : h('span.gap', T('unowned'))
    );
  }

  function findings(id) {
    const list = PG.findingsOf[id] || [];
    return list.length
      ? h(
          'section',
          h('h3', T('findings')),
          h(
            'ul.plain',
            list.map(f => h('li.finding.' + f.severity, f.message))
          )
        )
      : null;
  }

  function taskPanel(task) {
    const doc = PG.docOf(task);
    const rs = PG.resp(task.id);
    const link = PG.bodyLink(task);
    const own = PG.taskIndicators[task.id] || [];
    let home = PG.markSpans(doc, task.spans, 'm-task', task.id);
    rs.forEach(r => {
      home = home.concat(PG.markSpans(doc, r.spans, 'm-resp', r.id));
    });
    const body = PG.markSpans(doc, task.body_spans, 'm-task', task.id);
    const measures = PG.markSpans(doc, task.measures, 'm-measure', task.id);
    let quantities = [];
    own.forEach(i => {
      quantities = quantities.concat(PG.markSpans(doc, i.spans, 'm-indicator', i.id));
    });
    const annex = task.part === 'annex';
    const inside = body.concat(measures, quantities);
    const passage = body.length
      ? PG.evidence({
          doc,
          marks: inside,
          title: T('bodyPassage'),
          fact: task.id,
          point: task.body_spans[0][0],
          where: PG.where(doc, task.section, task.body_spans),
          weak: link && PG.weak(link),
          why: link && PG.weak(link) ? T('why') + '：' + (link.reason || '') : null
        })
      : null;
    // The row is short: on a narrow screen it comes first, so that both highlights are in view.
    const row = PG.evidence({
      doc,
      marks: body.length ? home : home.concat(measures, quantities),
      title: annex ? T('annexRow') : T('ownPassage'),
      fact: task.id,
      point: task.spans[0][0],
      where: annex
        ? P('附件', 'Annex') +
          [task.domain, task.area]
            .filter(Boolean)
            .map(x => ' › ' + x)
            .join('') +
          pageOf(task.spans)
        : PG.where(doc, task.section, task.spans)
    });
    return [
      h(
        'dl.facts',
        pair(T('owners'), PG.chips(rs)),
        pair(
          T('deadline'),
          task.deadline
            ? task.deadline.text + (task.deadline.by ? '（' + task.deadline.by + '）' : '')
            : h('span.quiet', T('noDeadline'))
        ),
        pair(T('domain'), [task.domain, task.area].filter(Boolean).join(' › '))
      ),
      PG.narrow() ? [row, passage] : [passage, row],
      link && PG.weak(link)
        ? h(
            'p.small.noprint',
            P('正文出处对吗？', 'Is this the right passage? '),
            PG.verdict(link.kind + ':' + link.left + ':' + link.right, task.text + P(' 的正文出处', ': passage'))
          )
        : null,
      own.length ? h('section', h('h3', T('indicators')), h('ul.plain', own.map(indicatorLine))) : null
    ];
  }
  function pageOf(spans) {
    const page = spans[0] && spans[0][2];
    return page ? P(' · 第' + page + '页', ' · p. ' + page) : '';
  }

  function indicatorPanel(i) {
    const doc = PG.docOf(i);
    const owners = PG.owners(i);
    const task = i.task && PG.byId[i.task];
    return [
      h(
        'dl.facts',
        pair(T('value'), h('strong.big', PG.valueText(i))),
        pair(T('by'), i.by),
        pair(T('from'), i.from),
        pair(T('scope'), i.scope),
        pair(T('kind'), i.kind),
        pair(
          T('baseline'),
          i.baseline && i.baseline.value !== null
            ? i.baseline.value + (i.baseline.by ? '（' + i.baseline.by + '）' : '')
            : null
        ),
        pair(T('owner'), [
          PG.chips(owners.list),
          owners.how === 'inferred' ? h('span.tag.inferred', { title: owners.why }, T('inferred')) : null,
          owners.why ? h('span.quiet', ' ' + owners.why) : null
        ]),
        pair(
          T('task'),
          task
            ? h(
                'a',
                { href: PG.fact(task.id), 'data-f': task.id },
                (task.number ? task.number + '．' : '') + task.text
              )
            : null
        )
      ),
      PG.evidence({
        doc,
        marks: PG.markSpans(doc, i.spans, 'm-indicator', i.id),
        title: T('ownPassage'),
        fact: i.id,
        point: i.spans[0][0],
        where: PG.where(doc, i.section, i.spans),
        weak: PG.weak(i),
        why: i.why
      })
    ];
  }

  function plainPanel(fact, cls) {
    const doc = PG.docOf(fact);
    const linked = (fact.indicators || []).map(id => PG.byId[id]).filter(Boolean);
    const subject = fact.subject && PG.byId[fact.subject];
    return [
      h(
        'dl.facts',
        pair(T('by'), fact.by),
        pair(T('relation'), fact.relation),
        pair(T('docNumber'), fact.number),
        pair(T('org_one'), fact.mention ? PG.chips([fact]) : null),
        pair(
          T('task'),
          subject ? h('a', { href: PG.fact(subject.id), 'data-f': subject.id }, subject.text || subject.name) : null
        )
      ),
      PG.evidence({
        doc,
        marks: PG.markSpans(doc, fact.spans, cls, fact.id),
        title: T('ownPassage'),
        fact: fact.id,
        point: fact.spans[0][0],
        where: PG.where(doc, fact.section, fact.spans),
        weak: PG.weak(fact),
        why: fact.why
      }),
      linked.length ? h('section', h('h3', T('indicators')), h('ul.plain', linked.map(indicatorLine))) : null
    ];
  }

  // Previous and next follow the list on the screen, whatever it was sorted or filtered by.
  function neighbours(id) {
    const shown = Array.prototype.map.call(document.querySelectorAll('#main [data-f]'), a =>
      a.hidden || a.closest('[hidden]') ? '' : a.getAttribute('data-f')
    );
    const seen = PG.map();
    let list = shown.filter(x => {
      if (!x || seen[x] || PG.kindOf[x] !== PG.kindOf[id]) return false;
      seen[x] = true;
      return true;
    });
    if (list.indexOf(id) < 0) {
      const fact = PG.byId[id];
      const all =
        PG.kindOf[id] === 'task'
          ? PG.docOf(fact).tasks
          : PG.kindOf[id] === 'indicator'
            ? PG.docOf(fact).indicators
            : [];
      list = all.map(f => f.id);
    }
    const at = list.indexOf(id);
    return { before: list[at - 1], after: at >= 0 ? list[at + 1] : null, at, of: list.length };
  }

  PG.closePanel = () => {
    const id = PG.state.q.f;
    PG.go(PG.here({ f: '' }));
    setTimeout(() => {
      const link = id && document.querySelector('#main [data-f="' + id + '"]');
      if (link) link.focus({ preventScroll: true });
    }, 0);
  };

  function step(id, text, arrow) {
    return id
      ? h('a.step', { href: PG.fact(id), 'aria-label': text, title: text }, arrow)
      : h('span.step.off', { 'aria-hidden': 'true' }, arrow);
  }

  PG.renderPanel = (state, before) => {
    const panel = document.getElementById('panel');
    const id = state.q.f;
    const fact = id && PG.kindOf[id] !== 'org' ? PG.byId[id] : null;
    document.body.classList.toggle('with-panel', Boolean(id));
    PG.refreshLinks();
    if (!id) {
      panel.hidden = true;
      PG.clear(panel);
      return;
    }
    if (before && before.q.f === id && panel.firstChild && panel.getAttribute('data-id') === id) return;
    panel.hidden = false;
    PG.clear(panel);
    panel.setAttribute('data-id', id);
    if (!fact) {
      PG.append(panel, [
        h('div.panelbar', PG.button(T('close'), PG.closePanel)),
        PG.empty(
          P(
            '没有这一条：它可能来自旧版本的文件。',
            'There is no such fact: it may come from an older version of the document.'
          )
        )
      ]);
      return;
    }
    const kind = PG.kindOf[id];
    const near = neighbours(id);
    const content =
      kind === 'task'
        ? taskPanel(fact)
        : kind === 'indicator'
          ? indicatorPanel(fact)
          : plainPanel(fact, { goal: 'm-goal', citation: 'm-citation', responsibility: 'm-resp' }[kind]);
    panel.setAttribute('aria-labelledby', 'panel-title');
    PG.append(panel, [
      h(
        'div.panelbar',
        h('span.kind', T(kind) + (kind === 'task' && fact.number ? ' ' + fact.number : '')),
        h('span.grow'),
        near.at >= 0 ? h('span.quiet', near.at + 1 + ' / ' + near.of) : null,
        step(near.before, T('previous'), '‹'),
        step(near.after, T('next'), '›'),
        PG.button('×', PG.closePanel, { class: 'x', 'aria-label': T('close'), title: T('close') + ' (Esc)' })
      ),
      h(
        'h2',
        { id: 'panel-title', tabindex: '-1' },
        fact.text || fact.name || fact.title || fact.mention || fact.number,
        ' ',
        PG.badge(fact)
      ),
      PG.db.documents.length > 1
        ? h('p.where', PG.docTitle(PG.docOf(fact)) + ' ' + (PG.docOf(fact).number || ''))
        : null,
      content,
      findings(id),
      h(
        'p.actions.noprint',
        PG.button(T('copyCitation'), () => {
          PG.copy(PG.citationText(fact), () => {
            PG.say(T('copied'));
            done.textContent = '✓ ' + T('copied');
          });
        })
      ),
      kind === 'task' || kind === 'indicator' ? PG.correction(fact, kind) : null,
      how(fact)
    ]);
    var done = h('span.quiet');
    panel.querySelector('.actions').appendChild(done);
    panel.scrollTop = 0;
    if (before) document.getElementById('panel-title').focus({ preventScroll: true });
  };

  PG.refreshLinks = () => {
    const id = PG.state.q.f;
    Array.prototype.forEach.call(document.querySelectorAll('#main [data-f]'), link => {
      const on = link.getAttribute('data-f') === id;
      if (on) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
      const line = link.closest('tr,li.card,li.task');
      if (line) line.classList.toggle('current', on);
    });
  };
})(PG);
