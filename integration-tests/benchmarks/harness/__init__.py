"""Engines that answer the same questions of the same data: see __main__.py."""
