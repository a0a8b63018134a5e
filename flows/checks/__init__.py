"""What `litsieve check` finds in dumps, and the forms in which it tells it."""
