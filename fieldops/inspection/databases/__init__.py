"""Readers of what databases say of themselves, one module for each product; `fieldops.inspection.readers` names them."""
