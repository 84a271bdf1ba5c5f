"""Policy navigation: which policies an enterprise can use on a day, why, and what they are worth."""
