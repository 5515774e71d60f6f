// Starts everything: the top bar, the keys, and drawing a view when the address changes.
(function (PG) {
  'use strict';
  var h = PG.h,
    T = PG.T,
    P = PG.P;
  var NAV = ['documents', 'matrix', 'orgs', 'indicators', 'text', 'together', 'findings', 'graph', 'about'];
  var small = window.matchMedia('(max-width: 760px)');
  PG.narrow = function () {
    return small.matches;
  };

  var timer = 0;
  // An input method writes several times before a word is done: nothing is redrawn while it is open.
  var composing = false;
  document.addEventListener('compositionstart', function () {
    composing = true;
    clearTimeout(timer);
  });
  document.addEventListener('compositionend', function (e) {
    composing = false;
    e.target.dispatchEvent(new Event('input', { bubbles: true }));
  });
  function later(run, wait) {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(run, wait);
  }
  PG.typing = function (q) {
    later(function () {
      PG.replace(q);
    }, 90);
  };

  // Draw the view anew; a filter being typed in keeps its caret, the place scrolled to stays.
  PG.renderMain = function (state, same) {
    var main = document.getElementById('main'),
      active = document.activeElement,
      id = active && main.contains(active) ? active.id : '';
    var caret =
        id && active.selectionStart !== undefined && active.type === 'search' ? active.selectionStart : null,
      scroller = main.querySelector('.scroll');
    var left = [main.scrollTop, scroller ? scroller.scrollTop : 0, scroller ? scroller.scrollLeft : 0];
    PG.clear(main);
    main.className = 'view-' + state.view;
    document.body.setAttribute('data-view', state.view);
    PG.views[state.view](main, state);
    var heading = main.querySelector('h1'),
      name = heading ? heading.textContent : T(state.view);
    document.title = name + ' · ' + P('政策责任工作台', 'Policy workbench');
    if (same) {
      main.scrollTop = left[0];
      scroller = main.querySelector('.scroll');
      if (scroller) {
        scroller.scrollTop = left[1];
        scroller.scrollLeft = left[2];
      }
      var again = id && document.getElementById(id);
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
  PG.rerender = function () {
    PG.renderMain(PG.state, true);
    PG.renderTop(PG.state);
  };

  var box = h('input', {
    type: 'search',
    id: 'search',
    autocomplete: 'off',
    on: {
      input: function () {
        var text = box.value;
        later(function () {
          if (PG.state.view === 'search') PG.replace({ s: text });
          else if (text.trim()) PG.go(PG.to('search', '', { s: text }));
        }, 120);
      }
    }
  });
  var form = h(
    'form.search',
    {
      role: 'search',
      on: {
        submit: function (e) {
          e.preventDefault();
        }
      }
    },
    box
  );

  function chooser(state) {
    var docs = PG.db.documents,
      wanted = state.q.doc || '';
    if (docs.length < 2) return null;
    var choices = [['', T('allDocs') + '（' + docs.length + '）']];
    if (wanted.indexOf(',') > 0)
      choices.push([wanted, P('所选 ' + wanted.split(',').length + ' 份', wanted.split(',').length + ' chosen')]);
    docs.slice(0, 300).forEach(function (d) {
      choices.push([d.id, PG.docTitle(d)]);
    });
    return PG.select(T('file'), wanted, choices, function (v) {
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
    var now = PG.remember('theme') || 'auto',
      next = { auto: 'light', light: 'dark', dark: 'auto' }[now];
    return PG.button(
      T(now),
      function () {
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
  var bar = h('div.bar'),
    nav = h('nav.tabs'),
    extra = h('div.tools');
  PG.append(document.getElementById('top'), [bar, h('div.bar2', nav, extra, form)]);

  PG.renderTop = function (state) {
    var docs = PG.inScope(state),
      one = docs.length === 1 ? docs[0] : null,
      mine = PG.byId[PG.remember('org')];
    var current = state.view === 'org' ? 'orgs' : state.view;
    if (document.activeElement !== box) box.value = state.view === 'search' ? state.q.s || '' : '';
    box.placeholder = T('searchHint');
    box.setAttribute('aria-label', T('searchHint'));
    nav.setAttribute('aria-label', T('menu'));
    PG.append(PG.clear(bar), [
      h('a.brand', { href: PG.to(PG.home()) }, one ? PG.docTitle(one) : P('政策责任工作台', 'Policy workbench')),
      one && one.number ? h('span.docno', one.number) : null,
      h('span.grow'),
      mine ? h('a.pill.mine', { href: PG.to('org', mine.id) }, '★ ' + mine.name) : null,
      PG.decisions().length
        ? h('a.pill.decided', { href: PG.to('decisions') }, P('决定 ', 'Decisions ') + PG.decisions().length)
        : null,
      theme(),
      PG.button(
        T('language'),
        function () {
          PG.setLang(PG.lang() !== 'en');
          PG.rerender();
          PG.renderPanel(PG.state, null);
        },
        { lang: PG.lang() === 'en' ? 'zh-CN' : 'en' }
      )
    ]);
    PG.append(
      PG.clear(nav),
      NAV.filter(function (v) {
        return v !== 'documents' || PG.db.documents.length > 1;
      }).map(function (view) {
        var n =
          view === 'findings'
            ? PG.scoped(state, PG.db.findings).filter(function (f) {
                return f.severity !== 'info';
              }).length
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
  };

  function keys(e) {
    var tag = (e.target.tagName || '').toLowerCase(),
      writing = tag === 'input' || tag === 'textarea' || tag === 'select';
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
      var link = document.querySelectorAll('#panel .step')[e.key === '[' ? 0 : 1];
      if (link && link.href) link.click();
    }
  }

  PG.load(JSON.parse(document.getElementById('scene').textContent));
  document.documentElement.lang = PG.lang();
  paint();
  window.addEventListener('hashchange', PG.show);
  window.addEventListener('keydown', keys);
  if (small.addEventListener) small.addEventListener('change', PG.rerender);
  else small.addListener(PG.rerender);
  PG.show();
  PG.started = true;
})(PG);
