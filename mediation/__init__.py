"""Defuse 化解: matters settled before they become complaints."""
