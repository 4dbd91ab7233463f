"""Dates: what a text says of time, as values of the calendar, and the events that they date."""
