// Offsets in the data are code points, JavaScript strings are UTF-16: every offset passes through here.
(function (PG) {
  'use strict';
  // Positions (in code points) of characters that take two units, so that most texts cost nothing.
  function astral(text) {
    const out = [];
    let point = 0;
    for (let i = 0; i < text.length; i++, point++) {
      const code = text.charCodeAt(i);
      if (code >= 0xd800 && code < 0xdc00 && i + 1 < text.length) {
        const low = text.charCodeAt(i + 1);
        if (low >= 0xdc00 && low < 0xe000) {
          out.push(point);
          i++;
        }
      }
    }
    return out;
  }

  PG.offsets = text => {
    const wide = astral(text);
    return point => {
      let low = 0;
      let high = wide.length;
      while (low < high) {
        const mid = (low + high) >> 1;
        if (wide[mid] < point) low = mid + 1;
        else high = mid;
      }
      return point + low;
    };
  };

  PG.quote = (doc, span) => doc.text.slice(doc.at(span[0]), doc.at(span[1]));

  // One line for reading: a cell broken over lines or a paragraph cut by a page is joined.
  PG.flat = text =>
    text
      .replace(/\s*\n\s*/g, '')
      .replace(/[\t ]+/g, ' ')
      .trim();

  PG.fold = text =>
    text
      .toLowerCase()
      .replace(/[\uff01-\uff5e]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/\u3000/g, ' ');

  // Cut [start, end) where any mark begins or ends: [{start, end, marks}], in order, covering all of it.
  PG.segments = (start, end, marks) => {
    const cuts = [start, end];
    const inside = marks.filter(m => m.start < end && m.end > start);
    inside.forEach(m => {
      cuts.push(Math.max(start, m.start), Math.min(end, m.end));
    });
    cuts.sort((a, b) => a - b);
    const out = [];
    for (let i = 0; i + 1 < cuts.length; i++) {
      if (cuts[i] === cuts[i + 1]) continue;
      out.push({
        start: cuts[i],
        end: cuts[i + 1],
        marks: inside.filter(m => m.start <= cuts[i] && m.end >= cuts[i + 1])
      });
    }
    return out;
  };
})(PG);
