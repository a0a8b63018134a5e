"""The only code that writes below output/."""
