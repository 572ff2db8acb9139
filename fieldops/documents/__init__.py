"""YAML text to plain data with positions, judged by one JSON Schema per kind.

Lives here: the loader, the schemas, and the workspace that knows every document and reference. Does
not live here: what a document means (`contracts`, `inspection`).
"""
