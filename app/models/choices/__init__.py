"""What dialogs offer and take: settings, plans of an index, lessons, the log."""
