"""The ground: what residents said, where, who holds it; territory, people, catalogue."""
