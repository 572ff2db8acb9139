"""Whether a claim is covered, by which clause, and what would change it. Pure: "now" is a parameter."""
