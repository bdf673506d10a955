"""Shapes at the API. Output and input are apart; no output has an identity field."""
