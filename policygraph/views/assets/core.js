// One namespace for all files. Data from documents only ever becomes text nodes and attributes: no innerHTML.
var PG = (function () {
  'use strict';
  const SVG = 'http://www.w3.org/2000/svg';

  function fill(node, attrs, children) {
    Object.keys(attrs || {}).forEach(key => {
      const value = attrs[key];
      if (value === null || value === undefined || value === false) return;
      if (key === 'on')
        Object.keys(value).forEach(name => {
          node.addEventListener(name, value[name]);
        });
      else if (key === 'css')
        Object.keys(value).forEach(name => {
          node.style.setProperty(name, value[name]);
        });
      else node.setAttribute(key, value === true ? '' : String(value));
    });
    append(node, children);
    return node;
  }

  function append(node, children) {
    children.forEach(child => {
      if (child === null || child === undefined || child === false) return;
      if (Array.isArray(child)) append(node, child);
      else node.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
    });
    return node;
  }

  // h('a.mark.lead', {href: …}, 'text', node, [more]): an element; the second argument may be left out.
  function h(spec, attrs) {
    const parts = spec.split('.');
    const node = document.createElement(parts[0]);
    if (parts.length > 1) node.className = parts.slice(1).join(' ');
    const plain = attrs && typeof attrs === 'object' && !attrs.nodeType && !Array.isArray(attrs);
    return fill(node, plain ? attrs : null, Array.prototype.slice.call(arguments, plain ? 2 : 1));
  }

  function s(name, attrs) {
    return fill(document.createElementNS(SVG, name), attrs, Array.prototype.slice.call(arguments, 2));
  }

  // A map for keys that come from documents: no key of it is inherited, not even __proto__.
  function map() {
    return Object.create(null);
  }

  function clear(node) {
    node.textContent = '';
    return node;
  }

  function download(name, text, type) {
    const blob = new Blob([text], { type: type || 'text/csv;charset=utf-8' });
    const url = URL.createObjectURL(blob);
    const link = h('a', { href: url, download: name });
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => {
      URL.revokeObjectURL(url);
    }, 1000);
  }

  // A cell that starts like a formula is kept from being one when a spreadsheet opens the file.
  function cell(value) {
    let text = value === null || value === undefined ? '' : String(value);
    if (/^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function csv(name, rows) {
    download(name, '\ufeff' + rows.map(row => row.map(cell).join(',')).join('\r\n') + '\r\n');
  }

  function remember(key, value) {
    try {
      if (value === undefined) return localStorage.getItem('policygraph.' + key);
      if (value === null) localStorage.removeItem('policygraph.' + key);
      else localStorage.setItem('policygraph.' + key, value);
    } catch (error) {
      /* storage is switched off for files in some browsers: the page works without memory */
    }
    return null;
  }

  function say(text) {
    const status = document.getElementById('status');
    status.textContent = '';
    setTimeout(() => {
      status.textContent = text;
    }, 30);
  }

  function copy(text, done) {
    function old() {
      const box = h('textarea', { 'aria-hidden': 'true' }, text);
      box.style.position = 'fixed';
      box.style.opacity = '0';
      document.body.appendChild(box);
      box.select();
      document.execCommand('copy');
      box.remove();
      done();
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, old);
    else old();
  }

  return { map, h, s, clear, append, download, csv, cell, remember, say, copy, views: {} };
})();
