"""The way out: what ends what stands against a subject, from which day, and what does not help."""
