"""The page everything is measured beside: nothing but Flask."""

from flask import Flask

app = Flask("bare")
app.add_url_rule("/", view_func=lambda: "Hello")
