"""Showing: the command line, the web pages and the API."""
