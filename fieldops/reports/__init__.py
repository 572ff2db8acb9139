"""Reports for customers: from a run to a view in one language (build), from the view to HTML (render)."""
