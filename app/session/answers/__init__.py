"""What else the engine answers about what is shown: pictures, groups, counts, evidence."""
