// The side panel: any fact, its owners, the sentences that say so, and how it was found.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  // Previous and next follow the list on the screen, whatever it was sorted or filtered by.
  function neighbours(id) {
    const links = document.querySelectorAll('#main [data-f]');
    const shown = PG.listed || Array.prototype.map.call(links, a => a.getAttribute('data-f'));
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

  function citation(fact) {
    const done = h('span.quiet');
    const said = () => {
      PG.say(T('copied'));
      done.textContent = '✓ ' + T('copied');
    };
    return h(
      'p.actions.noprint',
      PG.button(T('copyCitation'), () => PG.copy(PG.citationText(fact), said)),
      done
    );
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
    const cls = { goal: 'm-goal', citation: 'm-citation', responsibility: 'm-resp' }[kind];
    const content = (PG.panelBody[kind] || PG.panelBody.plain)(fact, cls);
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
      PG.panelBody.findings(id),
      citation(fact),
      kind === 'task' || kind === 'indicator' ? PG.correction(fact, kind) : null,
      PG.panelBody.how(fact)
    ]);
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
