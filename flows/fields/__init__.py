"""One kind of value a file: text in, a clean value or a comparison key out."""
