"""Evaluation: how good extraction is, on annotated text in public formats that lies in a folder the user names."""
