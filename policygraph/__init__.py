"""policygraph: Chinese policy documents as a graph one can trust."""

__version__ = "0.1.0"
