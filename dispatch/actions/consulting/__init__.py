"""Talking about who must act, before anybody is asked."""
