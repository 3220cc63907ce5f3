"""Checking and deciding who may act for others; the organisations of advocates."""
