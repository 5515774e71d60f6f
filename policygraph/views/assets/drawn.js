// On a graph page: a click shows what belongs to a node, a double click opens it in the workbench.
(function () {
  'use strict';
  if (!window.vis) return; // sent without its library: the page says so, and has its table
  network.moveTo({
    position: { x: container_size().w / 2, y: container_size().h / 2 },
    scale: 1,
    animation: false
  });
  function container_size() {
    const box = document.getElementById('mynetwork');
    return { w: box.clientWidth, h: box.clientHeight };
  }
  network.on('click', event => {
    const chosen = event.nodes[0];
    const near = {};
    if (chosen) {
      near[chosen] = true;
      network.getConnectedNodes(chosen).forEach(id => {
        near[id] = true;
      });
    }
    nodes.update(nodes.getIds().map(id => ({ id, opacity: !chosen || near[id] ? 1 : 0.25 })));
    edges.update(
      edges
        .get()
        .map(edge => ({ id: edge.id, hidden: Boolean(chosen) && edge.from !== chosen && edge.to !== chosen }))
    );
  });
  network.on('doubleClick', event => {
    const id = event.nodes[0];
    if (id && /^[ot]/.test(id)) location.href = '../index.html#/' + (id[0] === 'o' ? 'org/' : 'task/') + id;
  });
})();
