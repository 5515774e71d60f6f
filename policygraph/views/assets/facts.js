// What the side panel says of a task, an indicator, or any other fact.
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

  function dutyPanel(duty) {
    const doc = PG.docOf(duty);
    const rs = PG.resp(duty.id);
    const task = duty.task && PG.byId[duty.task];
    let marks = PG.markSpans(doc, duty.spans, 'm-duty', duty.id);
    rs.forEach(r => {
      marks = marks.concat(PG.markSpans(doc, r.spans, 'm-resp', r.id));
    });
    return [
      h(
        'dl.facts',
        pair(P('谁来做', 'Who'), PG.chips(rs)),
        pair(T('deadline'), PG.dueLine(duty) || h('span.quiet', T('noDeadline'))),
        pair(P('程度', 'How binding'), PG.modality(duty)),
        pair(T('task'), task ? h('a', { href: PG.fact(task.id), 'data-f': task.id }, task.text) : null)
      ),
      PG.evidence({
        doc,
        marks,
        title: T('ownPassage'),
        fact: duty.id,
        point: duty.spans[0][0],
        where: PG.where(doc, duty.section, duty.spans)
      })
    ];
  }

  // The steps inside a task: its duties and its dated targets, in the order of time.
  function nodes(task) {
    const steps = (PG.taskDuties[task.id] || []).concat(
      (PG.taskIndicators[task.id] || []).filter(i => i.due && i.due.due_until && !PG.dueInferred(i))
    );
    if (!steps.length) return null;
    steps.sort(PG.byDate);
    const line = f =>
      PG.kindOf[f.id] === 'duty'
        ? h('li', PG.dueTag(f), h('a', { href: PG.fact(f.id), 'data-f': f.id }, f.text), ' ', PG.chips(PG.resp(f.id)))
        : h('li', PG.dueTag(f), h('a', { href: PG.fact(f.id), 'data-f': f.id }, f.name), ' ', h('strong', PG.valueText(f)));
    const title = P(steps.length + ' 个节点', steps.length === 1 ? '1 step' : steps.length + ' steps');
    return h('section', h('h3', title), h('ul.plain.nodes', steps.map(line)));
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
        pair(T('deadline'), PG.dueLine(task) || h('span.quiet', T('noDeadline'))),
        pair(P('状态', 'Status'), PG.status(task.id)),
        pair(P('进展', 'Progress'), PG.progress(task.id)),
        pair(T('domain'), [task.domain, task.area].filter(Boolean).join(' › '))
      ),
      PG.narrow() ? [row, passage] : [passage, row],
      link ? passageVerdict(link, task) : null,
      nodes(task),
      own.length ? h('section', h('h3', T('indicators')), h('ul.plain', own.map(indicatorLine))) : null
    ];
  }

  // Asked of a doubtful link; one that somebody confirmed is no longer doubtful, and can be taken back.
  function passageVerdict(link, task) {
    const key = link.kind + ':' + link.left + ':' + link.right;
    if (!PG.weak(link) && !PG.verdictOf(key) && !PG.withdrawn(key).length) return null;
    const asked = P('正文出处对吗？', 'Is this the right passage? ');
    return h('div.small.noprint', asked, PG.verdict(key, task.text + P(' 的正文出处', ': passage')));
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
        pair(T('by'), i.due && i.due.due_until ? PG.dueLine(i) : i.by),
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

  PG.panelBody = { task: taskPanel, duty: dutyPanel, indicator: indicatorPanel, plain: plainPanel, how, findings };
})(PG);
