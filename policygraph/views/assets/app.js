// Starts everything: the top bar, the keys, and drawing a view when the address changes.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const NAV = ['mine', 'documents', 'matrix', 'due', 'orgs', 'indicators', 'text', 'together', 'findings', 'graph', 'about'];
  const small = window.matchMedia('(max-width: 760px)');
  PG.narrow = () => small.matches;

  let timer = 0;
  // An input method writes several times before a word is done: nothing is redrawn while it is open.
  let composing = false;
  document.addEventListener('compositionstart', () => {
    composing = true;
    clearTimeout(timer);
  });
  document.addEventListener('compositionend', e => {
    composing = false;
    e.target.dispatchEvent(new Event('input', { bubbles: true }));
  });
  function later(run, wait) {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(run, wait);
  }
  PG.typing = q => {
    later(() => {
      PG.replace(q);
    }, 90);
  };

  // On paper every view says from which documents it comes.
  function printHead(state) {
    const names = PG.inScope(state).map(d => PG.docTitle(d) + (d.number ? '（' + d.number + '）' : ''));
    return h('p.printonly', names.slice(0, 6).join('；') + (names.length > 6 ? '…' : ''));
  }

  // Draw the view anew; a filter being typed in keeps its caret, the place scrolled to stays.
  PG.renderMain = (state, same) => {
    const main = document.getElementById('main');
    const active = document.activeElement;
    const id = active && main.contains(active) ? active.id : '';
    const caret =
      id && active.selectionStart !== undefined && active.type === 'search' ? active.selectionStart : null;
    let scroller = main.querySelector('.scroll');
    const left = [main.scrollTop, scroller ? scroller.scrollTop : 0, scroller ? scroller.scrollLeft : 0];
    PG.scrolled = Boolean(same && left[1]);
    PG.listed = null;
    PG.clear(main);
    main.className = 'view-' + state.view;
    document.body.setAttribute('data-view', state.view);
    PG.views[state.view](main, state);
    PG.paintPictures(main);
    if (!main.querySelector('.printonly')) main.insertBefore(printHead(state), main.firstChild);
    const heading = main.querySelector('h1');
    const name = heading ? heading.textContent : T(state.view);
    document.title = name + ' · ' + P('政策责任工作台', 'Policy workbench');
    if (same) {
      main.scrollTop = left[0];
      scroller = main.querySelector('.scroll');
      if (scroller) {
        scroller.scrollTop = left[1];
        scroller.scrollLeft = left[2];
      }
      const again = id && document.getElementById(id);
      if (again) {
        again.focus({ preventScroll: true });
        if (caret !== null) again.setSelectionRange(caret, caret);
      }
    } else {
      main.scrollTop = 0;
      window.scrollTo(0, 0);
      if (PG.started && document.activeElement !== document.getElementById('search'))
        main.focus({ preventScroll: true });
    }
  };
  PG.rerender = () => {
    PG.renderMain(PG.state, true);
    PG.renderTop(PG.state);
  };

  var box = h('input', {
      type: 'search',
      id: 'search',
      autocomplete: 'off',
      on: {
        input: () => {
          const text = box.value;
          later(() => {
            if (PG.state.view === 'search') PG.replace({ s: text });
            else if (text.trim()) PG.go(PG.to('search', '', { s: text }));
          }, 120);
        }
      }
    }),
    form = h(
      'form.search',
      {
        role: 'search',
        on: {
          submit: e => {
            e.preventDefault();
          }
        }
      },
      box
    );

  function chooser(state) {
    const docs = PG.db.documents;
    const wanted = state.q.doc || '';
    if (docs.length < 2) return null;
    const choices = [['', T('allDocs') + '（' + docs.length + '）']];
    if (wanted.indexOf(',') > 0)
      choices.push([wanted, P('所选 ' + wanted.split(',').length + ' 份', wanted.split(',').length + ' chosen')]);
    docs.slice(0, 300).forEach(d => {
      choices.push([d.id, PG.docTitle(d)]);
    });
    return PG.select(T('file'), wanted, choices, v => {
      PG.go(
        PG.address({
          view: state.view === 'text' ? 'text' : state.view,
          arg: state.view === 'org' ? state.arg : '',
          q: v ? { doc: v } : {}
        })
      );
    });
  }

  function theme() {
    const now = PG.remember('theme') || 'auto';
    const next = { auto: 'light', light: 'dark', dark: 'auto' }[now];
    return PG.button(
      T(now),
      () => {
        PG.remember('theme', next);
        paint();
        PG.renderTop(PG.state);
        document.getElementById('theme').focus();
      },
      { id: 'theme', 'aria-label': T('theme') + '：' + T(now), title: T('theme') }
    );
  }
  function paint() {
    document.documentElement.setAttribute('data-theme', PG.remember('theme') || 'auto');
  }

  // The search box is made once and never moved: a box replaced under the fingers loses what is being typed.
  const bar = h('div.bar');
  const nav = h('nav.tabs');
  const extra = h('div.tools');
  PG.append(document.getElementById('top'), [bar, h('div.bar2', nav, extra, form)]);

  // The way to what people decided: how many wait, or that some are in force.
  function decided() {
    const waiting = PG.decisions().length;
    if (!waiting && !(PG.db.decisions || []).length) return null;
    return h('a.pill.decided', { href: PG.to('decisions') }, P('决定 ', 'Decisions ') + (waiting || ''));
  }

  const shownIn = view =>
    view === 'documents' ? PG.db.documents.length > 1 : view !== 'mine' || PG.home() === 'mine';

  // Letters typed in a filter leave the bar as it is.
  let drawn = '';
  PG.renderTop = (state, filtering) => {
    const signature = [state.view, state.q.doc, state.q.me, state.q.place, state.q.today, state.view === 'org' && state.arg].join();
    if (filtering && signature === drawn) return;
    drawn = signature;
    const docs = PG.inScope(state);
    const one = docs.length === 1 ? docs[0] : null;
    const mine = PG.mine(state);
    const current = state.view === 'org' ? 'orgs' : state.view;
    if (document.activeElement !== box) box.value = state.view === 'search' ? state.q.s || '' : '';
    box.placeholder = T('searchHint');
    box.setAttribute('aria-label', T('searchHint'));
    nav.setAttribute('aria-label', T('menu'));
    PG.append(PG.clear(bar), [
      h('a.brand', { href: PG.to(PG.home()) }, one ? PG.docTitle(one) : P('政策责任工作台', 'Policy workbench')),
      one && one.number ? h('span.docno', one.number) : null,
      h('span.grow'),
      mine ? h('a.pill.mine', { href: PG.to('org', mine.id) }, '★ ' + PG.placed(mine)) : null,
      decided(),
      PG.served ? h('a.pill', { href: '/library' }, P('文件库', 'Library')) : null,
      theme(),
      PG.button(
        T('language'),
        () => {
          PG.setLang(PG.lang() !== 'en');
          PG.forgetStamps();
          PG.rerender();
          PG.renderPanel(PG.state, null);
        },
        { lang: PG.lang() === 'en' ? 'zh-CN' : 'en' }
      )
    ]);
    PG.append(
      PG.clear(nav),
      NAV.filter(shownIn).map(view => {
        const n =
          view === 'findings'
            ? PG.scoped(state, PG.db.findings).filter(f => f.severity !== 'info' && !PG.verdictOn(f)).length
            : 0;
        return h(
          'a',
          { href: PG.to(view), 'aria-current': view === current ? 'page' : null },
          T(view),
          n ? h('span.n', n) : null
        );
      })
    );
    PG.append(PG.clear(extra), [chooser(state)]);
    const on = nav.querySelector('[aria-current]');
    if (on) nav.scrollLeft = Math.max(0, on.offsetLeft - nav.offsetLeft - 40);
  };

  function keys(e) {
    const tag = (e.target.tagName || '').toLowerCase();
    const writing = tag === 'input' || tag === 'textarea' || tag === 'select';
    if (e.key === 'Escape') {
      if (writing && e.target.value && e.target.id) return;
      if (PG.state.q.f) PG.closePanel();
      return;
    }
    if (writing || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === '/') {
      e.preventDefault();
      document.getElementById('search').focus();
    }
    if (PG.state.q.f && (e.key === '[' || e.key === ']')) {
      const link = document.querySelectorAll('#panel .step')[e.key === '[' ? 0 : 1];
      if (link && link.href) link.click();
    }
  }

  PG.load(JSON.parse(document.getElementById('scene').textContent));
  PG.settleDecisions();
  document.documentElement.lang = PG.lang();
  paint();
  window.addEventListener('hashchange', PG.show);
  window.addEventListener('keydown', keys);
  if (small.addEventListener) small.addEventListener('change', PG.rerender);
  else small.addListener(PG.rerender);
  PG.show();
  PG.started = true;
  PG.startServed();
  setTimeout(() => PG.filterTasks(PG.db.tasks, ' .'), 500); // words are folded before the first letter is typed
})(PG);
