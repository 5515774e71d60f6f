// Served by a colleague's server that may be written to, a decision is also posted to it, with the token once given.
// From a file there is no server, and nothing is asked.
(function (PG) {
  'use strict';
  const P = PG.P;

  function token() {
    try {
      return sessionStorage.getItem('policygraph.token') || '';
    } catch (error) {
      return '';
    }
  }

  function answered(response, decision) {
    if (!response.ok) {
      PG.say(
        P('服务器没有接受（' + response.status + '），决定仍在本浏览器里。', 'Refused by the server; kept here.')
      );
      return;
    }
    PG.sent(decision);
    PG.say(P('服务器已保存；刷新页面可见。', 'Saved by the server; reload to see it.'));
  }

  // The document a decision is about: the server then need not look for it.
  function where(target) {
    const fact = PG.byId[target] || PG.byId[target.split(':').pop()];
    const found = fact || PG.db.findings.filter(f => f.key === target)[0];
    const doc = found && PG.db.documents[found.doc];
    return doc ? '?document=' + encodeURIComponent(doc.id) : '';
  }

  function post(decision) {
    if (!token()) return null;
    const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer ' + token() };
    const away = () => PG.say(P('连不上服务器，决定仍在本浏览器里。', 'No answer; kept in this browser.'));
    return fetch('/api/decisions' + where(decision.target), {
      method: 'POST',
      headers,
      body: JSON.stringify(PG.entry(decision))
    }).then(response => answered(response, decision), away);
  }

  // One after another: the order of the file is that of the list.
  function sendAll() {
    if (!token()) PG.say(P('请先填写写入令牌。', 'Fill in the token first.'));
    PG.decisions()
      .filter(d => !d.sent)
      .reduce((before, d) => before.then(() => post(d)), Promise.resolve())
      .then(PG.redraw);
  }

  PG.startServed = () => {
    if (!/^https?:$/.test(location.protocol) || !window.fetch) return;
    fetch('/api/health')
      .then(
        response => (response.ok ? response.json() : {}),
        () => ({})
      )
      .then(
        about => {
          if (!about) return;
          PG.served = Boolean(about.documents); // there is a library to go back to
          PG.renderTop(PG.state);
          if (about.originals) PG.pageImage = picture; // the server has the files: a page can be shown as printed
          if (PG.pageImage && PG.state.q.f) PG.redraw();
          if (!about.writable) return;
          PG.post = post;
          PG.sendAll = sendAll;
          PG.tokenField = field;
          if (PG.state.view === 'decisions') PG.rerender();
        },
        () => undefined
      );
  };

  // The policy of the page allows pictures only as data; what is fetched becomes that.
  function picture(doc, fact, page) {
    const title = P('第' + page + '页版面', 'Page ' + page + ' as printed');
    const box = PG.h('div.pagepicture.noprint');
    const failed = () => PG.append(PG.clear(box), [PG.h('p.quiet', P('页面图像取不到。', 'No picture to be had.'))]);
    const draw = (blob, marked) => {
      const reader = new FileReader();
      reader.onload = () => {
        const alt = title + (marked ? P('，标出的是该事实所在行', ', the line of this fact marked') : '');
        PG.append(PG.clear(box), [PG.h('img', { src: reader.result, alt })]);
      };
      reader.readAsDataURL(blob);
    };
    const show = () => {
      const address = '/api/documents/' + encodeURIComponent(doc.id) + '/pages/' + page + '.png?fact=' + fact;
      fetch(address)
        .then(response => {
          if (!response.ok) throw new Error(response.status);
          const marked = response.headers.get('Policygraph-Marked') !== '0';
          return response.blob().then(blob => draw(blob, marked));
        })
        .catch(failed);
    };
    box.appendChild(PG.button(title, show, { class: 'link' }));
    return box;
  }

  function field() {
    const box = PG.h('input', { type: 'password', id: 'token', value: token(), autocomplete: 'off' });
    box.addEventListener('change', () => {
      try {
        sessionStorage.setItem('policygraph.token', box.value);
      } catch (error) {
        PG.say(P('浏览器不允许保存令牌。', 'The browser keeps no token.'));
      }
    });
    return PG.h('label.pick', PG.h('span', P('写入令牌', 'Token')), box);
  }
})(PG);
