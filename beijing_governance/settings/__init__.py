"""One base; embedded for a street's single machine, production for the served set-up, test."""
