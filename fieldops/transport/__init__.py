"""Carrying the script to a host and its bytes back. What the bytes mean is `inspection`'s business."""
