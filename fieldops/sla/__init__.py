"""Clocks and deadlines: business time on a calendar, what is due when, from events. Pure: "now" is a parameter."""
