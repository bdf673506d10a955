"""The ground: what residents said, where, who holds it; territory, organisations, people, catalogue."""
