// Files, hashes, versions, and what the documents say about themselves.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  function bytes(n) {
    return n < 1024 ? n + ' B' : n < 1048576 ? (n / 1024).toFixed(0) + ' KB' : (n / 1048576).toFixed(1) + ' MB';
  }
  function pair(label, value) {
    return value ? [h('dt', label), h('dd', value)] : null;
  }

  function card(doc) {
    const source = doc.source || {};
    const cited = PG.db.citations.filter(c => c.doc === doc.index);
    return h(
      'section.card',
      h('h3', PG.docTitle(doc)),
      h(
        'dl.facts',
        pair(P('通知标题', 'Notice'), doc.notice_title),
        pair(T('docNumber'), doc.number),
        pair(T('issuer'), (doc.issuer || []).join('、')),
        pair(T('issued'), doc.issued),
        pair(P('发布日期', 'Published'), doc.published),
        pair(P('主送', 'Addressees'), (doc.addressees || []).join('、')),
        pair(P('附件', 'Annexes'), (doc.attachments || []).map(a => a.title || a).join('、')),
        pair(P('公开', 'Disclosure'), doc.disclosure),
        pair(T('docKind'), doc.kind === 'other' ? null : doc.kind),
        pair(P('地区', 'Region'), [doc.region, PG.levelName(doc.level)].filter(Boolean).join(' · ')),
        pair(
          T('citation'),
          cited.length
            ? h(
                'ul.plain',
                cited.map(c =>
                  h(
                    'li',
                    h(
                      'a',
                      { href: PG.fact(c.id), 'data-f': c.id },
                      c.title ? '《' + c.title + '》' : '',
                      c.number || ''
                    )
                  )
                )
              )
            : null
        ),
        pair(P('来源文件', 'Source file'), source.name),
        pair('SHA-256', source.sha256 && h('code', source.sha256))
      )
    );
  }

  PG.views.about = (main, state) => {
    const files = PG.db.files || [];
    const docs = PG.inScope(state);
    main.appendChild(PG.heading(T('about')));
    if (!files.length)
      main.appendChild(
        PG.empty(
          P(
            '旁边没有登记的下载文件。各页的“导出所示”可以随时导出表格。',
            'No files are registered beside this page; every view can export what it shows.'
          )
        )
      );
    else
      main.appendChild(
        h(
          'div.tablewrap',
          h(
            'table.data.cards',
            h('caption.vh', T('about')),
            h(
              'thead',
              h(
                'tr',
                h('th', { scope: 'col' }, T('file')),
                h('th', { scope: 'col' }, P('内容', 'What')),
                h('th.num', { scope: 'col' }, T('size')),
                h('th', { scope: 'col' }, 'SHA-256')
              )
            ),
            h(
              'tbody',
              files.map(f =>
                h(
                  'tr',
                  h(
                    'th',
                    { scope: 'row' },
                    h('a', { href: f.path.split('/').map(encodeURIComponent).join('/') }, f.path)
                  ),
                  h('td', { 'data-label': P('内容', 'What') }, f.about || ''),
                  h('td.num', { 'data-label': T('size') }, bytes(f.size || 0)),
                  h(
                    'td',
                    { 'data-label': 'SHA-256' },
                    h('code', { title: f.sha256 }, (f.sha256 || '').slice(0, 16))
                  )
                )
              )
            )
          )
        )
      );
    main.appendChild(h('h2', P('文件信息', 'Documents')));
    main.appendChild(PG.growing('div.cardgrid', docs, card, 12));
    main.appendChild(h('h2', P('版本与许可', 'Version and licence')));
    main.appendChild(
      h(
        'dl.facts',
        pair(P('程序', 'Program'), 'policygraph ' + PG.db.version + ' · Apache-2.0'),
        pair(P('搜索分词', 'Search words'), PG.db.search.tokenizer),
        pair(P('配色', 'Colours'), 'Okabe–Ito')
      )
    );
    main.appendChild(
      h(
        'p.quiet',
        P(
          '实线、实心表示原文写明；虚线表示推断；点线表示存疑。位置按原文字符计。',
          'Solid: stated by the text. Dashed: inferred. Dotted: doubtful.'
        )
      )
    );
  };
})(PG);
