"""Service orders from the call to closing: what they are after all that was told of them, and what a contract allows next. Pure."""
