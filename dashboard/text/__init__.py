"""Text: normalization for comparison, translations, and formats of numbers and dates."""
