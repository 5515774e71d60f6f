"""Views: records in, files out. ``index.html`` is the workbench, ``graph/`` holds the pyvis pages."""

from __future__ import annotations

from policygraph.views.scene import Record, Scene, build_scene
from policygraph.views.site import build_site, download
from policygraph.views.workbench import workbench

__all__ = ["Record", "Scene", "build_scene", "build_site", "download", "workbench"]
